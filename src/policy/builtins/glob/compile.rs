//! Makes a matcher of a pattern, in the order and with the shortcuts of the library: what it glues together decides what is
//! matched.

use super::super::Failure;
use super::matcher::{Matcher, Tree};
use super::pattern::Node;

/// A pattern of more pieces takes too long to glue.
const MAX_PIECES: usize = 50;

pub(super) fn compile(node: &Node, separators: &[char]) -> Result<Matcher, Failure> {
    let matcher = match node {
        Node::AnyOf(patterns) => {
            return match factored(patterns) {
                Some(pattern) => compile(&pattern, separators),
                None => Ok(Matcher::AnyOf(compile_each(patterns, separators)?)),
            };
        }
        Node::Pattern(nodes) if nodes.is_empty() => return Ok(Matcher::Nothing),
        Node::Pattern(nodes) => {
            if nodes.len() > MAX_PIECES {
                let message = format!("a pattern has more than {MAX_PIECES} pieces");
                return Err(Failure::Refused(message));
            }
            joined(&glued_most(compile_each(nodes, separators)?))
        }
        Node::Nothing => Matcher::Nothing,
        Node::Text(text) => Matcher::Text(text.clone()),
        Node::Any => Matcher::Any(separators.to_vec()),
        Node::Super => Matcher::Super,
        Node::Single => Matcher::Single(separators.to_vec()),
        Node::List { characters, not } => {
            Matcher::List { characters: characters.clone(), not: *not }
        }
        Node::Range { low, high, not } => Matcher::Range { low: *low, high: *high, not: *not },
    };
    Ok(simplified(matcher))
}

fn compile_each(nodes: &[Node], separators: &[char]) -> Result<Vec<Matcher>, Failure> {
    nodes.iter().map(|node| compile(node, separators).map(simplified)).collect()
}

/// A simpler matcher for the same, or what the library takes for it.
fn simplified(matcher: Matcher) -> Matcher {
    match matcher {
        Matcher::Any(separators) if separators.is_empty() => Matcher::Super,
        Matcher::AnyOf(mut matchers) if matchers.len() == 1 => matchers.remove(0),
        Matcher::List { characters, not: false } if characters.len() == 1 => {
            Matcher::Text(characters.into_iter().collect())
        }
        Matcher::Tree(tree) => simplified_tree(*tree),
        other => other,
    }
}

fn simplified_tree(tree: Tree) -> Matcher {
    let (left, right) = (tree.left.map(simplified), tree.right.map(simplified));
    let Matcher::Text(text) = tree.value else {
        return Matcher::Tree(Box::new(Tree { value: tree.value, left, right }));
    };
    match (left, right) {
        (None, None) => Matcher::Text(text),
        (Some(Matcher::Super), Some(Matcher::Super)) => {
            Matcher::Contains { part: text, not: false }
        }
        (Some(Matcher::Super), None) => Matcher::Suffix(text),
        (None, Some(Matcher::Super)) => Matcher::Prefix(text),
        (None, Some(Matcher::Suffix(suffix))) => Matcher::PrefixSuffix(text, suffix),
        (Some(Matcher::Prefix(prefix)), None) => Matcher::PrefixSuffix(prefix, text),
        (Some(Matcher::Any(separators)), None) => Matcher::SuffixAny(text, separators),
        (None, Some(Matcher::Any(separators))) => Matcher::PrefixAny(text, separators),
        (left, right) => Matcher::Tree(Box::new(Tree { value: Matcher::Text(text), left, right })),
    }
}

/// One matcher for several that follow one another: a tree around the longest of fixed length, the last of them.
fn joined(matchers: &[Matcher]) -> Matcher {
    if let [matcher] = matchers {
        return matcher.clone();
    }
    if let Some(matcher) = glued(matchers) {
        return matcher;
    }
    let lengths = matchers.iter().enumerate().filter_map(|(at, m)| Some((m.length()?, at)));
    let longest = lengths.max().map(|(_, at)| at);
    let at = longest.unwrap_or(0);
    let side = |side: &[Matcher]| (!side.is_empty()).then(|| joined(side));
    Matcher::Tree(Box::new(Tree {
        value: matchers[at].clone(),
        left: side(&matchers[..at]),
        right: side(&matchers[at + 1..]),
    }))
}

fn glued(matchers: &[Matcher]) -> Option<Matcher> {
    if matchers.len() <= 1 {
        return None;
    }
    glued_as_every(matchers).or_else(|| {
        let lengths: Option<Vec<usize>> = matchers.iter().map(Matcher::length).collect();
        Some(Matcher::Row(matchers.to_vec(), lengths?.iter().sum()))
    })
}

/// Wildcards of the same separators ask only how many characters there are, and whether the separators are in the text:
/// the library looks for all of them as one part.
fn glued_as_every(matchers: &[Matcher]) -> Option<Matcher> {
    let (mut any, mut all, mut least) = (false, false, 0);
    let mut common: Option<&[char]> = None;
    for matcher in matchers {
        let separators: &[char] = match matcher {
            Matcher::Super => {
                all = true;
                &[]
            }
            Matcher::Any(separators) => {
                any = true;
                separators
            }
            Matcher::Single(separators) | Matcher::List { characters: separators, not: true } => {
                least += 1;
                separators
            }
            _ => return None,
        };
        if *common.get_or_insert(separators) != separators {
            return None;
        }
    }
    let separators = common?;
    if least == 0 {
        return Some(if all { Matcher::Super } else { Matcher::Any(separators.to_vec()) });
    }
    if (any || all) && separators.is_empty() {
        return Some(Matcher::Min(least));
    }
    let mut every = vec![Matcher::Min(least)];
    if !any && !all {
        every.push(Matcher::Max(least));
    }
    if !separators.is_empty() {
        every.push(Matcher::Contains { part: separators.iter().collect(), not: true });
    }
    Some(Matcher::EveryOf(every))
}

/// Glues runs of matchers, of most matchers first, until there are none.
fn glued_most(mut matchers: Vec<Matcher>) -> Vec<Matcher> {
    loop {
        let mut best: Option<(Matcher, usize, usize)> = None;
        for from in 0..matchers.len() {
            for to in (from + 1..=matchers.len()).rev() {
                let Some(matcher) = glued(&matchers[from..to]) else {
                    continue;
                };
                let is_better = best.as_ref().is_none_or(|(best, start, end)| {
                    let is_longer = best.length().zip(matcher.length()).is_some_and(|(a, b)| b > a);
                    is_longer || end - start < to - from
                });
                if is_better {
                    best = Some((matcher, from, to));
                }
            }
        }
        let Some((matcher, from, to)) = best else {
            return matchers;
        };
        matchers.splice(from..to, [matcher]);
    }
}

/// Alternatives that begin or end alike, as one pattern in which they differ only between.
fn factored(patterns: &[Node]) -> Option<Node> {
    let patterns: Vec<&[Node]> = patterns.iter().map(nodes).collect();
    let (left, right) = common(&patterns);
    if left == 0 && right == 0 {
        return None;
    }
    let shortest = patterns.iter().min_by_key(|pattern| pattern.len())?;
    let mut middles: Vec<Node> = Vec::new();
    for pattern in &patterns {
        let middle = match &pattern[left..pattern.len() - right] {
            [] => Node::Nothing,
            nodes => Node::Pattern(nodes.to_vec()),
        };
        if !middles.contains(&middle) {
            middles.push(middle);
        }
    }
    let mut whole = Vec::new();
    if left > 0 {
        whole.push(Node::Pattern(shortest[..left].to_vec()));
    }
    match &middles[..] {
        [Node::Nothing] => {}
        [middle] => whole.push(middle.clone()),
        _ => whole.push(Node::AnyOf(middles)),
    }
    if right > 0 {
        whole.push(Node::Pattern(shortest[shortest.len() - right..].to_vec()));
    }
    Some(Node::Pattern(whole))
}

fn nodes(pattern: &Node) -> &[Node] {
    match pattern {
        Node::Pattern(nodes) => nodes,
        _ => &[],
    }
}

/// How many nodes all patterns have in common at the beginning and at the end.
fn common(patterns: &[&[Node]]) -> (usize, usize) {
    if patterns.len() <= 1 {
        return (0, 0);
    }
    let least = patterns.iter().map(|pattern| pattern.len()).min().unwrap_or(0);
    let (mut left, mut right) = (0, 0);
    let (mut is_left_over, mut is_right_over) = (false, false);
    for from_left in 0..least {
        let from_right = least - 1 - from_left;
        if left + right >= least || is_left_over && is_right_over {
            break;
        }
        let is_same = |at: fn(&[Node], usize) -> &Node, distance: usize| {
            patterns.windows(2).all(|pair| at(pair[0], distance) == at(pair[1], distance))
        };
        is_left_over |= !is_same(|pattern, at| &pattern[at], from_left);
        is_right_over |= !is_left_over && from_right <= from_left;
        is_right_over |= !is_same(|pattern, at| &pattern[pattern.len() - 1 - at], from_left);
        left += usize::from(!is_left_over);
        right += usize::from(!is_right_over);
    }
    (left, right)
}
