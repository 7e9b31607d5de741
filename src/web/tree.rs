//! Things that lie in one another, folded away until they are wanted; without JavaScript too.

use maud::Markup;
use maud::html;

use crate::archive::BodyCount;
use crate::archive::FolderCount;

/// A thing with others in it.
pub trait Node: Sized {
    /// What it is called.
    fn name(&self) -> &str;
    /// What is in it.
    fn inside(&self) -> &[Self];
}

impl Node for BodyCount {
    fn name(&self) -> &str {
        &self.name
    }

    fn inside(&self) -> &[Self] {
        &self.children
    }
}

impl Node for FolderCount {
    fn name(&self) -> &str {
        &self.name
    }

    fn inside(&self) -> &[Self] {
        &self.children
    }
}

/// A tree, each thing shown by `entry`, those unfolded that are `open`.
pub fn tree<N: Node>(
    nodes: &[N],
    open: &dyn Fn(&N) -> bool,
    entry: &dyn Fn(&N) -> Markup,
) -> Markup {
    html! {
        ul.tree {
            @for node in nodes {
                li.branch[!node.inside().is_empty()] {
                    @if node.inside().is_empty() {
                        (entry(node))
                    } @else {
                        // A summary may not hold a link, so that it is a box that folds.
                        input.fold type="checkbox" autocomplete="off" checked[open(node)] aria-label=(node.name());
                        (entry(node))
                        (tree(node.inside(), open, entry))
                    }
                }
            }
        }
    }
}
