/// Holm's step-down adjusted p-values, in the order given (Holm 1979, jstor.org/stable/4615733).
///
/// Rejecting where the adjusted value is below α keeps the chance of any false rejection in the
/// family below α, whatever the dependence between the tests.
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
  var adjusted = pValues
  var largest = 0.0
  let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
  for (rank, index) in ascending.enumerated() {
    largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
    adjusted[index] = largest
  }
  return adjusted
}
