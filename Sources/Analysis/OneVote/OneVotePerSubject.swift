import Faces
import Presentation
import Statistics
import Support

/// What changes where every subject counts the same, however many faces it has: `oneVotePerSubject` in metrics.json.
///
/// Everything else counts faces. Where infants who cry give more frames, or children who are hard to read more tries, a result
/// of faces is one of those subjects above all.
package enum OneVotePerSubject: Analysis {
  package static let id = "one-vote"
  package static let key: String? = "oneVotePerSubject"
  package static let option: AnalysisOption? = AnalysisOption(
    summary: "Also give accuracies, trend and transition age where every subject counts the same.")

  /// Where subjects differ in how many faces they have.
  package static func canBeMade(of manifest: Manifest) -> Bool {
    var counts: [String: Int] = [:]
    for record in manifest.records where record.emotion != nil {
      guard
        let subject = FaceRecord.uniqueSubject(record.subject, source: record.source)
      else { continue }
      counts[subject, default: 0] += 1
    }
    return Set(counts.values).count > 1
  }

  package static func result(of evidence: Evidence) throws -> [SubjectVotes]? {
    let aged = Dictionary(
      uniqueKeysWithValues: AgedPredictions(evidence.predictions).models.map {
        ($0.name, $0.predictions)
      })
    let models = try evidence.modelPredictions.map {
      try SubjectVotes(
        $0, aged: aged[$0.model] ?? [], ages: evidence.ages, settings: evidence.settings)
    }
    return models.contains(where: \.hasUnequalSizes) ? models : nil
  }

  package static func text(of metrics: Metrics) -> String? {
    metrics.results[OneVotePerSubject.self].map { models in
      "Every subject counts the same\n"
        + TextTable.aligned(
          [["model", "age group", "faces", "subjects", "by face", "by subject (95% CI)"]]
            + models.flatMap { model in
              model.groups.map { group in
                [
                  model.model, group.ageGroup.displayName, "\(group.n)", "\(group.subjects)",
                  Format.share(group.byFace),
                  group.bySubject.map {
                    "\(Format.share($0.value)) (\(Format.shareInterval($0)))"
                  } ?? "undefined",
                ]
              }
            }) + "\n" + models.map(words).joined(separator: "\n")
    }
  }

  /// "adult model: where every subject counts the same, the transition age is …".
  static func words(_ votes: SubjectVotes) -> String {
    let name = StudyModel.displayName(of: votes.model)
    let large = votes.groups.filter {
      $0.n >= CrossAgeCounts.minimumFaces && $0.subjects >= CrossAgeCounts.minimumSubjects
    }
    let clear = large.compactMap { group in
      group.difference.flatMap { $0.lower > 0 || $0.upper < 0 ? (group, $0) : nil }
    }
    let groups =
      large.isEmpty
      ? "no age group has \(CrossAgeCounts.minimumFaces) faces of \(CrossAgeCounts.minimumSubjects) subjects"
      : clear.isEmpty
        ? "in no age group does the accuracy of subjects clearly differ from that of faces"
        : "the accuracy of subjects differs from that of faces by "
          + Format.list(
            clear.map { group, difference in
              "\(Format.signed(100 * difference.value, decimals: 1)) points among \(group.ageGroup.displayName) faces"
            })
    guard let transition = votes.transition else { return "\(name): \(groups)." }
    let age =
      transition.quotedAgeInYears.map { Wording.age($0, transition.age.interval) }
      ?? (transition.isSingleStep
        ? "no age that the data bound" : "none, for the curve is no single step")
    return "\(name): \(groups); the transition age of subjects is \(age)"
      + (transition.quotedAgeInYears == nil
        ? "." : ", that of faces \(Format.number(transition.ageByFaceInYears, decimals: 1)) years.")
  }
}
