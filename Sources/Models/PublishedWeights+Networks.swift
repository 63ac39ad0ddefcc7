import Foundation
import Support
import Weights

extension PublishedWeights {
  /// The published weights of all networks.
  public static let all = Architecture.all.flatMap(\.publishedWeights)

  /// - Throws: `SmilestoneError.usage` for a name that is not in the list.
  public static func named(_ name: String) throws -> PublishedWeights {
    guard let weights = all.first(where: { $0.name == name }) else {
      throw SmilestoneError.usage(
        "There are no published weights “\(name)”.",
        remedy: suggestion(for: name, among: all.map(\.name)))
    }
    return weights
  }
}

extension WeightsCache {
  /// A cache for the weights of all networks.
  public init(_ folder: URL = WeightsCache.standardFolder) {
    self.init(folder, published: PublishedWeights.all)
  }
}
