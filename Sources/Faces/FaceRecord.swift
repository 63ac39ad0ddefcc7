/// One face of a study: its image and what is known of it. Unknown facts are nil, never guessed.
public struct FaceRecord: Sendable, Hashable {
  /// The image's path, relative to the manifest's folder or absolute.
  public var image: String
  /// Who is shown; faces of one subject never cross splits.
  public var subject: String?
  /// Which collection the image came from.
  public var source: String?
  /// The perceived emotion, a label of the manifest's scheme.
  public var emotion: Emotion?
  /// Non-negative numbers in the scheme's order: how many raters (or which share) chose each label.
  public var votes: [Double]?
  public var ageInYears: Double?
  /// The standard deviation of an estimated age.
  public var ageStandardDeviationInYears: Double?
  public var ageSource: AgeSource?
  public var ageGroup: AgeGroup?
  public var sex: Sex?
  public var ethnicity: String?
  public var split: Split?
  /// The cells of the manifest's extra columns, in their order; cells beyond the last are empty.
  public var extra: [String]

  public init(
    image: String, subject: String? = nil, source: String? = nil, emotion: Emotion? = nil,
    votes: [Double]? = nil, ageInYears: Double? = nil,
    ageStandardDeviationInYears: Double? = nil, ageSource: AgeSource? = nil,
    ageGroup: AgeGroup? = nil, sex: Sex? = nil, ethnicity: String? = nil, split: Split? = nil,
    extra: [String] = []
  ) {
    self.image = image
    self.subject = subject
    self.source = source
    self.emotion = emotion
    self.votes = votes
    self.ageInYears = ageInYears
    self.ageStandardDeviationInYears = ageStandardDeviationInYears
    self.ageSource = ageSource
    self.ageGroup = ageGroup
    self.sex = sex
    self.ethnicity = ethnicity
    self.split = split
    self.extra = extra
  }
}

/// Where an age came from: given with the image, or estimated from it.
public enum AgeSource: String, CaseIterable, Codable, Sendable, Hashable {
  case label, estimated
}

public enum Sex: String, CaseIterable, Codable, Sendable, Hashable {
  case female, male
}

/// What a face is used for: fitting, choosing, or the final judgement.
public enum Split: String, CaseIterable, Codable, Sendable, Hashable {
  case train, validation, test

  /// Where the split stands among the three.
  public var index: Int { Split.allCases.firstIndex(of: self) ?? 0 }
}
