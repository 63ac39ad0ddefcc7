import Analysis
import Datasets
import Faces
import Presentation
import Report

/// What a run's results do not show, as far as its data and settings say.
extension ReportTexts {
  static func limitations(
    _ configuration: StudyConfiguration, _ manifest: Manifest, _ results: RunResults
  ) -> [Fact] {
    let synthetic = isSynthetic(manifest)
    var limitations = synthetic ? syntheticLimitations : photographLimitations(manifest)
    limitations += [
      Fact(
        name: "Heads or expressions",
        text:
          "An accuracy curve over age shows changes of heads, skin and photographs as well as of "
          + "expression. By itself it cannot tell them apart."),
      ages(configuration),
      Fact(name: "What the models learnt from", text: trainingFaces(manifest)),
      Fact(
        name: "One moment, nobody followed",
        text:
          "One image shows one moment, and ages differ between people: nobody is followed over time, "
          + "neither through an expression nor through childhood."),
    ]
    if !synthetic, manifest.records.allSatisfy({ $0.subject == nil }) {
      limitations.append(
        Fact(
          name: "Persons unknown",
          text:
            "The archive does not say who is shown, so one person may be in training and test; only "
            + "identical and nearly identical images are kept together."))
    }
    return limitations + Analyses.all.flatMap { $0.limitations(of: results) }
  }

  private static func ages(_ configuration: StudyConfiguration) -> Fact {
    Fact(
      name: "Ages and the bounds of groups",
      text: configuration.estimatesAges
        ? "Estimated ages are uncertain; faces near a boundary may be in the wrong group."
        : configuration.trainsAgeEstimator
          ? "Ages are the known ones, as no image shows them; real ages would be uncertain."
          : "Ages are those that came with the faces, taken as exact: where they were rounded or wrong, faces "
            + "near a boundary may be in the wrong group.")
  }

  private static let syntheticLimitations = [
    Fact(
      name: "Labels of nobody",
      text:
        "Labels are the choices of simulated raters of synthetic faces: no person perceived, posed or felt them."
    ),
    Fact(
      name: "Synthetic faces",
      text:
        "Synthetic faces have no culture and no real skin, light or pose: nothing here concerns bias between "
        + "groups of people."),
    Fact(
      name: "The models’ ages come out too young",
      text:
        "In 15 studies of synthetic faces with changes planted at 5, 8 and 11 years, sharper ones than the "
        + "preset’s, estimated ages of change lay 0.7 (crossing of the curves) to 1.4 years (middle of the infant "
        + "model’s curve) below the planted age on average, and their intervals held it in 5 (crossing), "
        + "7 and 8 (middles of the infant and the adult model’s curve)."),
  ]

  private static func photographLimitations(_ manifest: Manifest) -> [Fact] {
    [
      Fact(
        name: "Labels given by adults",
        text:
          "Labels are the emotions that raters or collectors perceived, not what was felt. Infants’ faces "
          + "too are labelled by adults, in adults’ categories."),
      Fact(name: "Demographic bias", text: people(manifest)),
      Fact(
        name: "Posed or spontaneous",
        text:
          "The data do not say which expressions were posed and which spontaneous, and that may differ "
          + "with age: infants do not pose."),
    ]
  }

  /// Whether sex and ethnicity are known, without which no bias can be seen.
  private static func people(_ manifest: Manifest) -> String {
    func known(_ isKnown: (FaceRecord) -> Bool) -> String {
      let count = manifest.records.count(where: isKnown)
      return count == 0
        ? "of none" : count == manifest.records.count ? "of all" : "of \(Format.count(count))"
    }
    return
      "Who is shown and who labelled shapes the results. Sex is known \(known { $0.sex != nil }) "
      + "and ethnicity \(known { $0.ethnicity != nil }) of \(Format.count(manifest.records.count)) "
      + "faces; the culture of those who labelled is not recorded. Models may read some groups of "
      + "people worse, and other cultures’ faces may give other curves."
  }

  /// How many faces and people each expression model learnt from, and how even their emotions are.
  private static func trainingFaces(_ manifest: Manifest) -> String {
    let ages = manifest.vocabulary.ages
    let sentences = [("infant", ages.infant), ("adult", ages.adult)].map { model, group in
      let faces = manifest.records.filter {
        $0.split == .train && $0.ageGroup == group && $0.emotion != nil
      }
      let people =
        SubjectKnowledge(faces).exactSubjects.map { " of \(Format.count($0)) subjects" } ?? ""
      let counts = manifest.vocabulary.labels.emotions.map { emotion in
        (emotion: emotion, count: faces.count { $0.emotion == emotion })
      }.sorted { $0.count > $1.count }
      let balance =
        counts.first.flatMap { most in
          counts.last.map { least in
            "; \(most.emotion.rawValue) is the most common emotion among them "
              + "(\(Format.count(most.count))), \(least.emotion.rawValue) the rarest "
              + "(\(Format.count(least.count)))"
          }
        } ?? ""
      return "The \(model) model learnt from \(Format.count(faces.count)) faces\(people)\(balance)."
    }
    return sentences.joined(separator: " ")
  }
}
