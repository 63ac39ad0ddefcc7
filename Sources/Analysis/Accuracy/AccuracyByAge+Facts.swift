import Presentation

extension AccuracyByAge {
  package static func modelCard(of model: String, in run: RunResults) -> [Fact] {
    guard let model = run[AccuracyByAge.self]?.first(where: { $0.model == model }) else {
      return []
    }
    var facts: [Fact] = []
    if let overall = model.overall, let accuracy = overall.accuracy {
      let baseline =
        overall.majorityBaseline.map {
          "; always saying \(overall.majorityEmotion?.rawValue ?? "the most common emotion") "
            + "would be right for \(Format.share($0))"
        } ?? ""
      facts.append(
        Fact(
          name: "Accuracy",
          text: "\(Format.share(accuracy.value)) of \(Format.count(overall.n)) test faces "
            + "(\(Format.confidence(accuracy)) \(Format.shareInterval(accuracy)))\(baseline)."))
    }
    let groups = model.groups.compactMap { group in
      group.accuracy.map {
        "\(run.ages.plural(of: group.ageGroup)) \(Format.share($0.value)) "
          + "(\(Format.shareInterval($0)), n = \(Format.count(group.n)))"
      }
    }
    facts.append(Fact(name: "By age group", text: groups.joined(separator: "; ") + "."))
    return facts
  }

  package static func comparison(of run: RunResults) -> [Fact] {
    (run[AccuracyByAge.self] ?? []).compactMap { model in
      model.overall?.accuracy.map {
        Fact(
          name: "\(StudyModel.displayName(of: model.model)), all test faces",
          text: "\(Format.share($0.value)) (\(Format.shareInterval($0)), "
            + "n = \(Format.count(model.overall?.n ?? 0)))")
      }
    }
  }
}
