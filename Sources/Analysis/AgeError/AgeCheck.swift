import Faces
import Presentation
import Statistics

/// What faces of known age say of the estimates of the studied archive: `ageError.knownAges` in metrics.json.
public struct AgeCheck: Codable, Sendable, Equatable {
  /// Faces of known age, and the subjects that they show.
  public var n: Int
  public var subjects: Int
  /// One entry for each group of the estimated age, youngest first.
  public var groups: [Group]
  /// Promises of the estimator that these faces contradict, of those that were looked at (`checked`); nil where some
  /// face has no predicted distribution but a standard deviation alone.
  public var broken: [AgeCalibration.BrokenPromise]?
  public var checked: Int?

  /// The faces whose estimated age falls into a group.
  public struct Group: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    public var n: Int
    public var subjects: Int
    /// Mean of the predicted distribution minus true age, in years; nil for fewer than two subjects.
    public var bias: Estimate?
    /// The standard deviation of the normal scores of true ages in their predicted distributions, without the pull of a few that lie
    /// far off: 1 where distributions are right; nil for fewer than two faces.
    public var spread: Double?
    /// Whether the group's distributions are corrected, which takes 10 subjects.
    public var isCorrected: Bool
  }

  init(_ faces: [KnownAge], settings: EvaluationSettings) throws {
    let ages = settings.ages
    let subjectOfFace = SubjectIndex(faces.map(\.unit)).subjectOfFace
    n = faces.count
    subjects = Set(subjectOfFace).count
    groups = try ages.groups.map { group in
      let own = zip(faces, subjectOfFace).filter {
        ages.group(ofAgeInYears: $0.0.estimate.ageInYears) == group
      }
      var errors: [Int: [Double]] = [:]
      var scores: [Double] = []
      for (face, subject) in own {
        guard let predicted = try face.estimate.likelyAges() else { continue }
        let error = predicted.meanInYears - face.ageInYears
        errors[subject, default: []].append(error)
        scores += try predicted.scores(ofAge: face.ageInYears)
      }
      let count = errors.count
      // A subject's faces share much of their error: each subject counts once.
      let means = errors.sorted { $0.key < $1.key }.map {
        $0.value.reduce(0, +) / Double($0.value.count)
      }
      return Group(
        ageGroup: group, n: own.count, subjects: count,
        bias: try meanInterval(means, level: settings.level),
        spread: SampleMoments(winsorised(scores))?.standardDeviation,
        isCorrected: count >= AgeCorrection.minimumSubjects)
    }
    let calibration = try AgeCalibration(
      faces.map { AgePrediction(ageInYears: $0.ageInYears, estimate: $0.estimate, ages: ages) },
      settings: settings)
    broken = calibration?.broken
    checked = calibration?.checked
  }

  /// "Imputed ages are corrected by 100 faces of known age …".
  var inWords: String {
    func list(_ groups: [Group], _ text: (Group) -> String) -> String {
      Format.list(groups.map(text))
    }
    let corrected = groups.filter(\.isCorrected)
    let left = groups.filter { !$0.isCorrected }
    let own = list(corrected) { group in
      let bias =
        group.bias.map {
          "\(Format.signedYears($0.value)) (\(Format.confidence($0)) \(Format.signed($0.lower, decimals: 1)) to "
            + "\(Format.signed($0.upper, decimals: 1)))"
        } ?? "unknown"
      let spread =
        group.spread.map { ", spread \(Format.number($0, decimals: 1)) times what was said" } ?? ""
      return "estimated as \(group.ageGroup.displayName): bias \(bias)\(spread)"
    }
    let others =
      left.isEmpty
      ? ""
      : "; not corrected, for fewer than \(AgeCorrection.minimumSubjects) subjects of known age: "
        + "estimated as \(list(left) { $0.ageGroup.displayName })"
    return "true ages are drawn with a correction by \(Format.count(n)) faces of known age of "
      + "\(Format.count(subjects)) subjects"
      + (corrected.isEmpty ? "" : " (\(own))") + others
  }
}
