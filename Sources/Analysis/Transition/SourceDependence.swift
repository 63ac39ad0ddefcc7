import Faces
import Statistics

/// Whether a model's transition can be told from a change of archives: what each source has on either side of the
/// transition age, and the transition within sources that have both.
public struct SourceDependence: Codable, Sendable, Equatable {
  /// The sources of the curve's faces, that with most faces first.
  public var sources: [Source]

  /// One source's part.
  public struct Source: Codable, Sendable, Equatable {
    public var name: String
    public var n: Int
    /// Subjects with faces younger than the transition age, and with older ones.
    public var subjectsBefore: Int
    public var subjectsAfter: Int
    /// The transition age within the source; nil where it has too few subjects on a side or no curve.
    public var age: BoundedAge?
  }

  /// The sources with enough subjects on both sides.
  func spanning(_ settings: TransitionSettings) -> [Source] {
    sources.filter {
      min($0.subjectsBefore, $0.subjectsAfter) >= settings.minimumSubjectsOnASide
    }
  }

  /// Whether no source has both sides: age and source are aliased, and the change may be one of sources.
  public func isAliased(_ settings: TransitionSettings) -> Bool { spanning(settings).isEmpty }

  /// " Every source …", " Within “a” alone …": what a sentence about the age has to add.
  func words(_ settings: TransitionSettings) -> String {
    if isAliased(settings) {
      let sides = sources.map { source in
        "“\(source.name)” has \(source.subjectsBefore) subjects before and \(source.subjectsAfter) after it"
      }
      return
        " Age and source are aliased: no source has \(settings.minimumSubjectsOnASide) subjects on both sides of "
        + "this age (\(Wording.list(sides))), so the change may be one of archives."
    }
    let within = spanning(settings).map { source in
      source.age.flatMap { age in
        age.boundedAgeInYears.map { "“\(source.name)” \(Wording.age($0, age.interval))" }
      } ?? "“\(source.name)” no age that the data bound"
    }
    return " Within single sources: \(Wording.list(within))."
  }
}

extension SourceDependence {
  /// - Parameters:
  ///   - predictions: Those of the curve, by source.
  ///   - age: The model's transition age in years.
  /// - Returns: nil where all faces come from one source, or from none that is named.
  init?(
    _ predictions: [String: [AgedPrediction]], around age: Double, stream: String,
    settings: TransitionSettings
  ) throws {
    guard predictions.count > 1 else { return nil }
    sources = try predictions.map { name, faces in
      let (before, after) = (
        Set(faces.filter { $0.ageInYears < age }.map(\.subject)).count,
        Set(faces.filter { $0.ageInYears >= age }.map(\.subject)).count
      )
      var source = Source(
        name: name, n: faces.count, subjectsBefore: before, subjectsAfter: after)
      if min(before, after) >= settings.minimumSubjectsOnASide,
        let sample = try TransitionSample(
          faces, ages: settings.vocabulary.ages, settings: settings), let fit = sample.fit()
      {
        source.age = BoundedAge(
          ageInYears: fit.curve.midpoint,
          interval: try sample.profileInterval(of: fit, stream: "\(stream)/source/\(name)"),
          searched: sample.fitter.midpoints)
      }
      return source
    }.sorted { ($0.n, $1.name) > ($1.n, $0.name) }
  }
}
