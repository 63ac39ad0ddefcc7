import Foundation

/// Cohen's kappa: agreement beyond what the marginal shares alone would give (Cohen 1960,
/// doi 10.1177/001316446002000104).
/// - Parameters:
///   - agreed: Observations on which both sides name the same class.
///   - first: How often one side names each class; `second` the same of the other side.
/// - Returns: nil where there are no observations or chance alone would agree always.
public func cohensKappa(agreed: Double, first: [Double], second: [Double]) -> Double? {
  let total = first.reduce(0, +)
  guard total > 0 else { return nil }
  let expected = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } / (total * total)
  guard expected < 1 else { return nil }
  return (agreed / total - expected) / (1 - expected)
}

/// How often one rater, left out in turn, names what most of the others name; where several
/// classes lead among the others, one of them is drawn.
/// - Parameter votes: How many raters chose each class.
/// - Returns: nil for fewer than two raters, or votes that are no whole numbers.
public func leaveOneOutAgreement(_ votes: [Double]) -> Double? {
  let raters = votes.reduce(0, +)
  guard raters >= 2, votes.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }) else { return nil }
  var agreement = 0.0
  for choice in votes.indices where votes[choice] > 0 {
    var others = votes
    others[choice] -= 1
    let most = others.max() ?? 0
    if others[choice] == most {
      agreement += votes[choice] / raters / Double(others.count { $0 == most })
    }
  }
  return agreement
}

/// The Jensen-Shannon divergence of two distributions in bits, 0 (equal) to 1 (nothing shared)
/// (Lin 1991, doi 10.1109/18.61115).
/// - Parameters: Non-negative weights of the same classes; each list is scaled to sum to 1.
/// - Returns: nil where a list sums to 0.
public func jensenShannonDivergence(_ first: [Double], _ second: [Double]) -> Double? {
  let totals = (first.reduce(0, +), second.reduce(0, +))
  guard totals.0 > 0, totals.1 > 0 else { return nil }
  let sum = zip(first, second).reduce(0.0) { sum, pair in
    let (p, q) = (pair.0 / totals.0, pair.1 / totals.1)
    let middle = (p + q) / 2
    return sum + (p > 0 ? p * log2(p / middle) : 0) + (q > 0 ? q * log2(q / middle) : 0)
  }
  return min(1, max(0, sum / 2))
}
