import Faces
import Foundation
import Statistics
import Support

/// What is inside expression models: where each looks, and how alike they see the same faces.
/// `representation.json`.
public struct Representation: Codable, Sendable, Equatable {
  /// The seed that chose the faces.
  public var seed: UInt64
  /// Test faces of one age group and emotion at most.
  public var facesOfACell: Int
  public var saliency: [ModelSaliency]
  /// One for every two models, in the models' order.
  public var similarities: [ModelSimilarity]
}

/// Where one model looks.
public struct ModelSaliency: Codable, Sendable, Equatable {
  public var model: String
  /// The part of the network that the maps are of; nil for a network without maps.
  public var layer: String?
  /// Age groups and emotions with faces, in order; empty for a network without maps.
  public var cells: [SaliencyCell]
}

/// The mean map of the faces of one age group and labelled emotion.
public struct SaliencyCell: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var emotion: Emotion
  /// Faces in the mean.
  public var n: Int
  /// Faces whose map is zero everywhere, which the mean leaves out.
  public var withoutMap: Int
  /// Shares of each place, rows from the top, that add up to 1; nil where `n` is 0.
  public var map: [[Double]]?
}

/// How alike two models see the same faces.
public struct ModelSimilarity: Codable, Sendable, Equatable {
  public var first: String
  public var second: String
  /// All five age groups.
  public var groups: [GroupSimilarity]
}

/// The similarity of two models' features of one age group's faces.
public struct GroupSimilarity: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var n: Int
  /// nil where some face's subject is unknown.
  public var subjects: Int?
  /// Debiased linear CKA (`featureSimilarity`); nil where it is undefined.
  public var similarity: Estimate?
}

extension Representation {
  /// Reads `representation.json`.
  /// - Throws: `SmilestoneError.badInput` when the file is no such file, or has other age groups or labels
  ///   than the vocabulary.
  public init(contentsOf url: URL, of vocabulary: Vocabulary) throws {
    self = try JSONText.read(
      Representation.self, from: url, as: "a description of what is inside models",
      formerNames: FormerNames(["attention": "saliency"]), userInfo: vocabulary.required,
      remedy: "Remove it and give the command `smilestone study` again, or make it again with "
        + "`smilestone evaluate --representation`.")
  }

  /// Writes the file whole or not at all; equal contents give equal bytes.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }
}
