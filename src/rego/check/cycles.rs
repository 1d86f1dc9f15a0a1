//! Cycles in a graph, found without recursion, whatever its depth.

/// The groups of nodes that lead back to themselves: strongly connected, with an edge at least.
pub(super) fn groups(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        number: vec![0; edges.len()],
        low: vec![0; edges.len()],
        is_open: vec![false; edges.len()],
        stack: Vec::new(),
        next: 1,
        groups: Vec::new(),
    };
    for node in 0..edges.len() {
        if search.number[node] == 0 {
            search.from(node, edges);
        }
    }
    search.groups
}

/// Tarjan's algorithm.
struct Search {
    number: Vec<usize>,
    low: Vec<usize>,
    is_open: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    groups: Vec<Vec<usize>>,
}

impl Search {
    fn enter(&mut self, node: usize) -> (usize, usize) {
        self.number[node] = self.next;
        self.low[node] = self.next;
        self.next += 1;
        self.is_open[node] = true;
        self.stack.push(node);
        (node, 0)
    }

    fn from(&mut self, start: usize, edges: &[Vec<usize>]) {
        let mut path = vec![self.enter(start)];
        while let Some((node, tried)) = path.last_mut() {
            let (node, to) = (*node, edges[*node].get(*tried).copied());
            *tried += 1;
            match to {
                Some(to) if self.number[to] == 0 => path.push(self.enter(to)),
                Some(to) if self.is_open[to] => {
                    self.low[node] = self.low[node].min(self.number[to]);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    if let Some((above, _)) = path.last() {
                        self.low[*above] = self.low[*above].min(self.low[node]);
                    }
                    self.leave(node, edges);
                }
            }
        }
    }

    fn leave(&mut self, node: usize, edges: &[Vec<usize>]) {
        if self.low[node] != self.number[node] {
            return;
        }
        let start = self.stack.iter().rposition(|open| *open == node).expect("the node is open");
        let group = self.stack.split_off(start);
        for member in &group {
            self.is_open[*member] = false;
        }
        if group.len() > 1 || edges[node].contains(&node) {
            self.groups.push(group);
        }
    }
}

/// The shortest way from a node of a group back to itself.
pub(super) fn shortest(start: usize, group: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
    let within: std::collections::BTreeSet<usize> = group.iter().copied().collect();
    let mut came_from = std::collections::BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &to in edges[node].iter().filter(|to| within.contains(to)) {
            if to == start {
                let back = std::iter::successors(Some(node), |node| came_from.get(node).copied());
                let mut way: Vec<usize> = back.collect();
                way.reverse();
                way.push(start);
                return way;
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = came_from.entry(to) {
                entry.insert(node);
                queue.push_back(to);
            }
        }
    }
    vec![start]
}
