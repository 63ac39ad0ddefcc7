/// Intraclass correlations of raters who each rated every target (Shrout and Fleiss 1979,
/// doi 10.1037/0033-2909.86.2.420).
public struct IntraclassCorrelation: Sendable, Equatable {
  /// ICC(1,1): raters of each target are others.
  public let oneWay: Double?
  /// ICC(2,1): raters are drawn from many; absolute agreement of one.
  public let absoluteAgreement: Double?
  /// ICC(3,1): these raters alone are of interest; consistency of one.
  public let consistency: Double?

  /// - Parameter ratings: a row for each target, of as many raters as columns; two of each at least.
  /// - Returns: nil where there are fewer.
  public init?(_ ratings: [[Double]]) {
    let raters = ratings.first?.count ?? 0
    guard ratings.allSatisfy({ $0.count == raters }) else { return nil }
    self.init(
      sums: ratings.reduce(Self.noSums(raters: raters)) { Self.adding($1, to: $0) }, raters: raters)
  }

  /// What is to be summed over targets of so many raters: 1, each rater's rating, and the products of each with
  /// each.
  public static func noSums(raters: Int) -> [Double] {
    Array(repeating: 0, count: 1 + raters + raters * raters)
  }

  /// The sums with one target's ratings.
  public static func adding(_ ratings: [Double], to sums: [Double]) -> [Double] {
    let terms = [1] + ratings + ratings.flatMap { rating in ratings.map { rating * $0 } }
    return zip(sums, terms).map(+)
  }

  /// - Parameter sums: over all targets, as `adding` makes them.
  /// - Returns: nil for fewer than two targets or raters.
  public init?(sums: [Double], raters count: Int) {
    guard let targets = sums.first, targets >= 2, count >= 2 else { return nil }
    let raters = Double(count)
    let ratings = sums[1...count]
    let products = Array(sums[(1 + count)...])
    let mean = ratings.reduce(0, +) / (targets * raters)
    let square = targets * raters * mean * mean
    let total = (0..<count).reduce(0) { $0 + products[$1 * count + $1] } - square
    let betweenTargets = products.reduce(0, +) / raters - square
    let betweenRaters = ratings.reduce(0) { $0 + $1 * $1 } / targets - square
    // Mean squares of the two-way layout: targets, within targets, raters, what is left.
    let rows = betweenTargets / (targets - 1)
    let within = (total - betweenTargets) / (targets * (raters - 1))
    let columns = betweenRaters / (raters - 1)
    let error = (total - betweenTargets - betweenRaters) / ((targets - 1) * (raters - 1))
    func ratio(_ numerator: Double, _ denominator: Double) -> Double? {
      denominator > 1e-12 * max(rows, 1e-300) ? numerator / denominator : nil
    }
    oneWay = ratio(rows - within, rows + (raters - 1) * within)
    absoluteAgreement = ratio(
      rows - error, rows + (raters - 1) * error + raters * (columns - error) / targets)
    consistency = ratio(rows - error, rows + (raters - 1) * error)
  }
}
