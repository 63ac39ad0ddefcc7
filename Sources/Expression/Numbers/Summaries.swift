/// Pearson's; not a number where a list does not vary.
func correlation(_ first: [Double], _ second: [Double]) -> Double {
  let count = Double(first.count)
  let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
  var (products, squares) = (0.0, (0.0, 0.0))
  for (x, y) in zip(first, second) {
    products += (x - means.0) * (y - means.1)
    squares.0 += (x - means.0) * (x - means.0)
    squares.1 += (y - means.1) * (y - means.1)
  }
  return products / (squares.0 * squares.1).squareRoot()
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return .nan }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
