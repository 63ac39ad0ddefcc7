import Exploration
import Foundation

/// Everything that the page about a data set shows.
public struct ExploreInput: Sendable {
  /// A face to look at.
  public struct Face: Sendable {
    /// A JPEG's bytes.
    public var image: Data
    /// What is known of it: "happy, 3 years".
    public var label: String

    public init(image: Data, label: String) {
      self.image = image
      self.label = label
    }
  }

  /// Faces that are shown together, under a heading.
  public struct FaceGroup: Sendable {
    public var title: String
    public var faces: [Face]

    public init(title: String, faces: [Face]) {
      self.title = title
      self.faces = faces
    }
  }

  /// The data set's name: the manifest's file name.
  public var name: String
  public var summary: ExplorationSummary
  /// Faces by age group; empty where faces are hidden.
  public var samples: [FaceGroup] = []
  /// Clusters of near duplicates; empty where faces are hidden.
  public var duplicates: [FaceGroup] = []
  /// Whether images were left out on purpose: the page then says so.
  public var hidesFaces = false

  public init(name: String, summary: ExplorationSummary) {
    self.name = name
    self.summary = summary
  }
}
