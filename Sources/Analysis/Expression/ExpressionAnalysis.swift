import Foundation
import Support

/// When the *expression*, not the head, becomes adult-like: the whole of `expression.json`.
///
/// docs/expression.md says what is estimated, under which assumptions, and what cannot be seen.
public struct ExpressionAnalysis: Codable, Sendable, Equatable {
  public var settings: ExpressionSettings
  public var faces: Int
  public var subjects: Int
  public var facesByEmotion: [EmotionCount]
  /// Faces whose ages were estimated by their subjects' other faces; nil in files of earlier versions.
  public var facesDatedByOthers: Int?
  public var registration: RegistrationResult
  public var gate: GateResult
  /// nil where too few ages show every emotion.
  public var timing: TimingResult?
  /// What else changes with age in a step; nil in files of earlier versions.
  public var rivals: [RivalReading]?
  /// How well labels fit their faces; nil in files of earlier versions, and where faces are too few to tell.
  public var labelFit: LabelFitResult?
  /// Whether an age can be said: the gate is open, the step in the curve is clear, nothing else steps there, and
  /// labels fit both ends' faces alike.
  public var isClaimed: Bool
  /// The answer in plain words.
  public var answer: String
  public var warnings: [String]

  /// How many faces show an emotion at either end and in all.
  public struct EmotionCount: Codable, Sendable, Equatable {
    public var emotion: String
    public var toddlers: Int
    public var adults: Int
    public var all: Int

    package init(emotion: String, toddlers: Int, adults: Int, all: Int) {
      self.emotion = emotion
      self.toddlers = toddlers
      self.adults = adults
      self.all = all
    }
  }

  package init(
    settings: ExpressionSettings, faces: Int, subjects: Int, facesByEmotion: [EmotionCount],
    facesDatedByOthers: Int? = nil,
    registration: RegistrationResult, gate: GateResult, timing: TimingResult? = nil,
    rivals: [RivalReading]? = nil, labelFit: LabelFitResult? = nil, isClaimed: Bool, answer: String,
    warnings: [String]
  ) {
    self.settings = settings
    self.faces = faces
    self.subjects = subjects
    self.facesByEmotion = facesByEmotion
    self.facesDatedByOthers = facesDatedByOthers
    self.registration = registration
    self.gate = gate
    self.timing = timing
    self.rivals = rivals
    self.labelFit = labelFit
    self.isClaimed = isClaimed
    self.answer = answer
    self.warnings = warnings
  }
}
