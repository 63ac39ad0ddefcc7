import Cohort
import Foundation

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

/// A face to look at.
public struct SampleFace: Sendable {
  /// A JPEG, PNG or WebP file's bytes.
  public var picture: Data
  public var ageGroup: AgeGroup
  public var emotion: Emotion
  /// The estimated age in years.
  public var ageInYears: Double?
  /// The data set that the face is from.
  public var source: String
  public var isRealInfant: Bool

  public init(
    picture: Data, ageGroup: AgeGroup, emotion: Emotion, ageInYears: Double?, source: String,
    isRealInfant: Bool
  ) {
    self.picture = picture
    self.ageGroup = ageGroup
    self.emotion = emotion
    self.ageInYears = ageInYears
    self.source = source
    self.isRealInfant = isRealInfant
  }

  /// The picture's media type by its first bytes; nil for anything that a browser may not show.
  var mediaType: String? {
    if picture.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if picture.starts(with: Data("RIFF".utf8)), picture.dropFirst(8).starts(with: Data("WEBP".utf8))
    {
      return "image/webp"
    }
    return nil
  }
}
