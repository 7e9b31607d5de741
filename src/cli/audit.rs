//! `vankho user audit`: what was done with accounts, and the proof that nothing of it was changed.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use serde_json::json;

use crate::archive::Accounts;
use crate::archive::AccountsPlace;
use crate::archive::Archive;
use crate::archive::AuditChecked;
use crate::cli::now;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Prints the last entries, the latest first.
pub fn list(accounts: &Accounts, json: bool, limit: u32) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for one in accounts.audited(limit)? {
        if json {
            let line = json!({"at": one.at, "who": one.who, "source": one.source,
                "event": one.event, "about": one.about});
            writeln!(out, "{line}")?;
            continue;
        }
        writeln!(
            out,
            "{} {} ({}): {} {}",
            one.at,
            printable(&one.who),
            one.source,
            one.event,
            printable(&one.about)
        )?;
    }
    Ok(())
}

/// Proves the chain, and that it goes on from what the archive and `head` remember.
pub fn verify(
    archive: &Path,
    file: Option<&Path>,
    json: bool,
    head: Option<&str>,
) -> anyhow::Result<Ending> {
    let place = match file {
        Some(file) => AccountsPlace::File(file.to_path_buf()),
        None => Archive::accounts_place(archive)?,
    };
    let Some(checked) = Archive::verify_audit(archive, &place, head)? else {
        bail!("there are no accounts in `{place}`");
    };
    print(&checked, json)?;
    Ok(match checked.problems.is_empty() {
        true => Ending::Done,
        false => Ending::Damaged,
    })
}

/// Takes the audit as it is.
pub fn accept(archive: &Path, json: bool, who: &str) -> anyhow::Result<Ending> {
    print(&Archive::accept_audit(archive, who, now())?, json)?;
    Ok(Ending::Done)
}

fn print(checked: &AuditChecked, json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        let problems: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
        let told = json!({
            "event": "audit-verified", "entries": checked.entries, "head": checked.head,
            "continues": checked.asked, "problems": problems,
        });
        writeln!(out, "{told}")?;
        return Ok(());
    }
    for problem in &checked.problems {
        writeln!(out, "hư hỏng: {}", printable(&problem.to_string()))?;
    }
    if let Some(entry) = checked.asked {
        let more = checked.entries - entry;
        writeln!(out, "nối tiếp mục {entry}, từ đó thêm {more} mục")?;
    }
    writeln!(
        out,
        "nhật ký tài khoản có {} mục; mã của mục cuối:",
        checked.entries
    )?;
    writeln!(out, "{}", checked.head)?;
    Ok(())
}
