import Faces
import Statistics

extension ModelEvidence {
  /// Whether the model reads girls and boys (women and men) of the group that it was trained on equally well.
  ///
  /// One gap a model, named before looking: the widest of all is a description (`subgroupGap`).
  /// - Returns: nil where sex is unknown, or either has too few faces for a statement.
  func sexGap(_ faces: [LabelledFace], _ settings: EvaluationSettings) throws -> FindingDraft? {
    guard let trainedOn else { return nil }
    let sexes: [Sex] = [.female, .male]
    let shown = faces.filter { $0.ageGroup == trainedOn && $0.sex != nil }
    let cells = sexes.compactMap { sex in
      metrics.subgroups?.first {
        $0.variable == .sex && $0.value == sex.rawValue && $0.ageGroup == trainedOn
      }
    }
    let index = SubjectIndex(shown.map(\.unit))
    var sums = ClusterSums(count: index.count, width: 2 * sexes.count)
    for (face, subject) in zip(shown, index.subjectOfFace) {
      guard let place = face.sex.flatMap(sexes.firstIndex) else { continue }
      sums[subject, place] += 1
      if face.isCorrect { sums[subject, sexes.count + place] += 1 }
    }
    let hasEnough = sexes.indices.allSatisfy { place in
      sums.totals[place] >= Double(CrossAgeCounts.minimumFaces)
        && (0..<sums.count).count { sums[$0, place] > 0 } >= CrossAgeCounts.minimumSubjects
    }
    guard cells.count == sexes.count, hasEnough,
      let gap = try shareDifference(
        of: sums, 0, minus: 1, repeats: index.repeats, level: settings.level)
    else { return nil }
    let parts = zip(sexes, cells).compactMap { sex, cell in
      cell.accuracy.map { accuracy in
        "\(Wording.percent(accuracy.value)) of those named \(sex.rawValue) "
          + "(\(Wording.sample(faces: cell.n ?? 0, subjects: cell.subjects)), "
          + "\(Wording.shareInterval(accuracy)))"
      }
    }
    let opening =
      "On \(ages.faces(of: trainedOn)), the group it was trained on, the \(name) is right for "
      + "\(Wording.list(parts)), a difference of \(Wording.points(gap.estimate.value)) "
      + "(\(Wording.pointsInterval(gap.estimate))"
    return FindingDraft(id: "\(metrics.model)-sex", test: gap.test) { verdict in
      verdict.holds
        ? "\(opening); \(verdict.inWords))."
        : "\(opening); \(verdict.inWords)), which is not shown to be more than chance."
    }
  }
}
