/// Union-find with path halving (Tarjan 1975).
struct DisjointSets {
  private var parent: [Int]

  init(count: Int) { parent = Array(0..<count) }

  mutating func root(of element: Int) -> Int {
    var element = element
    while parent[element] != element {
      parent[element] = parent[parent[element]]
      element = parent[element]
    }
    return element
  }

  mutating func join(_ first: Int, _ second: Int) {
    let firstRoot = root(of: first)
    parent[root(of: second)] = firstRoot
  }

  /// Joins all elements that have the same key; those without one stay as they are.
  mutating func join(by keys: [String?]) {
    var first: [String: Int] = [:]
    for (element, key) in keys.enumerated() {
      guard let key else { continue }
      if let other = first[key] { join(other, element) } else { first[key] = element }
    }
  }

  /// All sets; sets and their elements in ascending order.
  mutating func sets() -> [[Int]] {
    var placeOfRoot: [Int: Int] = [:]
    var sets: [[Int]] = []
    for element in parent.indices {
      let root = root(of: element)
      if let place = placeOfRoot[root] {
        sets[place].append(element)
      } else {
        placeOfRoot[root] = sets.count
        sets.append([element])
      }
    }
    return sets
  }
}
