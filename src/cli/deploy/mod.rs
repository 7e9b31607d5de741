//! `vankho deploy`: what the machine needs to start the server by itself, with the right paths.

use std::io::Write;
use std::path::Path;

use anyhow::bail;

use crate::cli::arguments::DeployCommand;
use crate::cli::report::Ending;

const SYSTEMD: &str = include_str!("vankho.service");
const CONTAINER: &str = include_str!("Containerfile");

/// Prints the file that was asked for.
pub fn run(archive: &Path, what: DeployCommand) -> anyhow::Result<Ending> {
    let text = match what {
        DeployCommand::Systemd => unit(&std::env::current_exe()?, &std::path::absolute(archive)?)?,
        DeployCommand::Container => CONTAINER.to_owned(),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Ending::Done)
}

/// The unit for this program and this archive.
fn unit(program: &Path, archive: &Path) -> anyhow::Result<String> {
    let path = |path: &Path| match path.to_str() {
        // systemd reads `%` and `\` as its own, and a line has one path.
        Some(path) if !path.contains(['\n', '"']) => {
            Ok(path.replace('\\', "\\\\").replace('%', "%%"))
        }
        _ => bail!(
            "systemd cannot name `{}`: choose a plain path",
            path.display()
        ),
    };
    Ok(SYSTEMD
        .replace("{program}", &path(program)?)
        .replace("{archive}", &path(archive)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_names_program_and_archive() {
        let made = unit(Path::new("/usr/bin/vankho"), Path::new("/srv/kho 100%")).unwrap();
        assert!(made.contains("ExecStart=\"/usr/bin/vankho\" --archive \"/srv/kho 100%%\" serve"));
        assert!(made.contains("ReadWritePaths=\"/srv/kho 100%%\""));
        assert!(!made.contains('{'), "{made}");
        assert!(unit(Path::new("/usr/bin/vankho"), Path::new("/srv/a\nb")).is_err());
    }
}
