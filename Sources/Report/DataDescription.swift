import Faces
import Foundation
import Support

/// How many faces one age group has with one emotion in one split.
public struct EmotionCount: Sendable {
  public var ageGroup: AgeGroup
  public var emotion: Emotion
  /// "train", "validation" or "test".
  public var split: String
  public var count: Int

  public init(ageGroup: AgeGroup, emotion: Emotion, split: String, count: Int) {
    self.ageGroup = ageGroup
    self.emotion = emotion
    self.split = split
    self.count = count
  }
}

/// What one source has: a data set, or an archive of one's own.
public struct SourceCount: Sendable {
  public var name: String
  public var faces: Int
  /// Different subjects; nil where that of some face is unknown.
  public var subjects: Int?
  /// How many of its faces have each label, in the order of the scheme.
  public var labels: [(emotion: Emotion, faces: Int)]
  /// What to cite for its faces; none for an archive of one's own.
  public var references: [Reference]

  public init(
    name: String, faces: Int, subjects: Int?, labels: [(emotion: Emotion, faces: Int)] = [],
    references: [Reference] = []
  ) {
    self.name = name
    self.faces = faces
    self.subjects = subjects
    self.labels = labels
    self.references = references
  }
}

/// Which images of faces go into a page.
public enum FaceVisibility: Sendable {
  /// All but photographs of real infants, whose bytes are then not in the file.
  case withoutRealInfants
  case all
  /// None.
  case nothing

  /// Whether a face's image may be in the file.
  public func shows(realInfant isRealInfant: Bool) -> Bool {
    switch self {
    case .withoutRealInfants: !isRealInfant
    case .all: true
    case .nothing: false
    }
  }
}

/// A face to look at.
public struct SampleFace: Sendable {
  /// A JPEG, PNG or WebP file's bytes.
  public var image: Data
  public var ageGroup: AgeGroup
  public var emotion: Emotion
  /// The estimated age in years.
  public var ageInYears: Double?
  /// The data set that the face is from.
  public var source: String
  public var isRealInfant: Bool

  public init(
    image: Data, ageGroup: AgeGroup, emotion: Emotion, ageInYears: Double?, source: String,
    isRealInfant: Bool
  ) {
    self.image = image
    self.ageGroup = ageGroup
    self.emotion = emotion
    self.ageInYears = ageInYears
    self.source = source
    self.isRealInfant = isRealInfant
  }
}

/// A face whose age the estimator missed.
public struct MissedAge: Sendable {
  /// A JPEG's bytes; empty where the face is not shown or cannot be read.
  public var image: Data
  public var ageInYears: Double
  public var estimatedAgeInYears: Double
  public var isRealInfant: Bool

  public init(
    image: Data, ageInYears: Double, estimatedAgeInYears: Double, isRealInfant: Bool
  ) {
    self.image = image
    self.ageInYears = ageInYears
    self.estimatedAgeInYears = estimatedAgeInYears
    self.isRealInfant = isRealInfant
  }
}
