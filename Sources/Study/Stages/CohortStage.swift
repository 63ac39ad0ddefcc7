import Datasets
import Exploration
import Faces
import Foundation
import Imaging
import Support
import Synthetic

/// Gathers the faces of a study: synthetic, or read from the user's folders and manifests.
struct CohortStage {
  let configuration: StudyConfiguration
  let context: StudyContext

  private var run: RunFolder { context.run }
  private var observer: any ProgressObserver { context.observer }

  /// Writes `cohort/faces.csv`, `cohort/ages.csv` (with a split) and `cohort/skipped.csv`, last.
  /// - Throws: `SmilestoneError` also where the faces would not carry the study to its end.
  func perform() throws {
    var (manifest, skipped) = try studyFaces()
    if !configuration.trainsAgeEstimator { skipped += try leaveOutUnknownAges(of: &manifest) }
    let ageFaces = configuration.trainsAgeEstimator ? try ageFaces() : nil
    try announce(manifest, ageFaces?.0)
    var faces = try load(manifest, size: configuration.adult.imageSize, besides: laterForms)
    let unreadable = faces.skipped
    let leaks = try droppingLeaks(&faces)
    try requireEnough(faces)

    let ages = try ageFaces.map { try estimatorFaces($0, besides: faces) }
    try faces.manifest.write(to: run.faces)
    try ages?.manifest.write(to: run.ageFaces)
    try SkippedImage.write(
      skipped + unreadable + leaks + (ages?.skipped ?? []), to: run.cohortSkipped)
  }

  /// What the age estimator learns from, divided, and what was left out of it.
  private func estimatorFaces(
    _ gathered: (manifest: Manifest, skipped: [SkippedImage]), besides faces: LoadedFaces
  ) throws -> (manifest: Manifest, skipped: [SkippedImage]) {
    let all = try load(gathered.manifest, size: configuration.age.imageSize)
    let others = try withoutStudyFaces(all, besides: faces)
    var ages = others.faces
    let leaks = try droppingLeaks(&ages)
    let need = TrainingNeed("age", label: .age, of: ages.manifest.vocabulary.ages)
    try need.requireLabel(in: ages.manifest.records)
    try ages.splitIfNeeded(configuration.ageSplit, seed: configuration.seed, observer: observer)
    try need.require(in: ages.manifest.records)
    return (ages.manifest, gathered.skipped + all.skipped + others.skipped + leaks)
  }

  /// Leaves out what could be put into no age group: without an estimator ages have to be known.
  /// - Returns: what was left out.
  /// - Throws: `SmilestoneError.badInput` when no age is known.
  private func leaveOutUnknownAges(of manifest: inout Manifest) throws -> [SkippedImage] {
    func isKnown(_ face: FaceRecord) -> Bool {
      face.ageInYears != nil && face.ageSource != .estimated
    }
    let unknown = manifest.records.filter { !isKnown($0) }
    guard unknown.count < manifest.records.count else {
      throw SmilestoneError.badInput(
        "No age is known of the \(counted(unknown.count, "face")) to study, and there are no others to learn ages "
          + "from.",
        remedy: "Add --age-faces FACES, e.g. an unpacked UTKFace, or fill the column age.")
    }
    guard !unknown.isEmpty else { return [] }
    observer.message(
      "Left out, for their ages are not known: \(unknown.count) of \(counted(manifest.records.count, "face")). "
        + "With --age-faces their ages are estimated.")
    manifest.records.removeAll { !isKnown($0) }
    return unknown.map {
      SkippedImage(
        image: $0.image, stage: "age",
        reason: "its age is not known, and no --age-faces teach how to estimate it")
    }
  }

  /// What can be known of the study's faces before any age is estimated: emotions, splits that can
  /// be had, and, where all ages are given, faces for both models.
  private func requireEnough(_ faces: LoadedFaces) throws {
    let ages = configuration.vocabulary.ages
    var planned = faces
    try TrainingNeed("infant", label: .emotion, of: ages)
      .requireLabel(in: planned.manifest.records)
    for (row, record) in planned.manifest.records.enumerated()
    where record.ageSource != .estimated {
      planned.manifest.records[row].ageGroup = record.ageInYears.map(ages.group(ofAgeInYears:))
    }
    let records = planned.manifest.records.filter { $0.emotion != nil }
    guard records.allSatisfy({ $0.ageInYears != nil && $0.ageSource != .estimated }) else {
      return try faces.requireDivisible()
    }
    for need in StudyNeeds.models(ages) { try need.requireGroup(in: records) }
    guard records.contains(where: { $0.split != nil }) else { return try faces.requireDivisible() }
    try planned.splitIfNeeded(configuration.split, seed: configuration.seed)
    try StudyNeeds.require(in: planned.manifest.records, ages: ages)
  }

  /// Leaves out what crosses splits, where that is asked for.
  private func droppingLeaks(_ faces: inout LoadedFaces) throws -> [SkippedImage] {
    guard configuration.data.dropsLeaks == true else { return [] }
    let dropped = try faces.dropLeaks()
    if !dropped.isEmpty {
      observer.message("Left out, for they would cross splits: \(counted(dropped.count, "face")).")
    }
    return dropped
  }

  private func load(
    _ manifest: Manifest, size: Int, besides others: [FaceForm] = []
  ) throws -> LoadedFaces {
    try LoadedFaces(
      manifest, form: FaceForm(size: size, colour: configuration.colour), besides: others,
      cache: context.cache, observer: observer)
  }

  /// What later stages take the study's faces in.
  var laterForms: [FaceForm] {
    ((configuration.trainsAgeEstimator ? [configuration.age] : []) + [configuration.infant]).map {
      FaceForm(size: $0.imageSize, colour: configuration.colour)
    } + [ExpressionDating.form] + ExploredFaces.forms
  }

  /// What the first stage takes them in.
  var studyForm: FaceForm {
    FaceForm(size: configuration.adult.imageSize, colour: configuration.colour)
  }

  // MARK: Where faces come from

  private func studyFaces() throws -> (Manifest, [SkippedImage]) {
    if let path = configuration.data.faces {
      return try FaceSource(path).read(
        ages: configuration.vocabulary.ages, imageFolder: run.importedFaces,
        skippedList: run.skipped,
        scheme: configuration.vocabulary.labels, observer: observer)
    }
    var manifest = try SyntheticCohort.draw(
      configuration.syntheticFaces, into: run.syntheticFaces, observer: observer)
    // The age estimator must find the ages out where heads show them; the column true_age keeps them
    // for checking. Where no image shows its age, the ages stay, as labels.
    guard configuration.estimatesAges else { return (manifest, []) }
    for row in manifest.records.indices {
      manifest.records[row].ageInYears = nil
      manifest.records[row].ageSource = nil
      manifest.records[row].ageGroup = nil
    }
    return (manifest, [])
  }

  private func ageFaces() throws -> (Manifest, [SkippedImage]) {
    if let path = configuration.data.ageFaces {
      let (manifest, skipped) = try FaceSource(path).read(
        ages: configuration.vocabulary.ages, imageFolder: run.importedAgeFaces,
        skippedList: run.skipped, observer: observer)
      // Their emotions are looked at, and learnt by nothing: they may be of another scheme.
      let labels = configuration.vocabulary.labels
      return ((try? manifest.labelled(by: labels, name: path)) ?? manifest, skipped)
    }
    let manifest = try SyntheticCohort.draw(
      configuration.syntheticAgeFaces, into: run.syntheticAgeFaces, observer: observer)
    return (manifest, [])
  }

  // MARK: Independence

  /// The age faces without those that are also among the study's faces, by content, photograph or
  /// subject: the age estimator must never estimate whom it was trained on. The others' clusters of
  /// near duplicates are filled in.
  /// - Throws: `SmilestoneError.badInput` when none is left.
  private func withoutStudyFaces(
    _ ages: LoadedFaces, besides faces: LoadedFaces
  ) throws -> (faces: LoadedFaces, skipped: [SkippedImage]) {
    let contents = Set(faces.contentHashes)
    let clusters = try duplicateClusters(of: faces, and: ages)
    let photographs = Set(clusters.prefix(faces.manifest.records.count).compactMap(\.self))
    let ageClusters = Array(clusters.suffix(ages.manifest.records.count))
    let subjects = Set(faces.manifest.records.compactMap(Person.init))
    let hashes = ages.contentHashes
    let records = ages.manifest.records
    let isKnown = records.indices.map { row in
      contents.contains(hashes[row]) || Person(records[row]).map(subjects.contains) == true
        || ageClusters[row].map(photographs.contains) == true
    }
    let kept = records.indices.filter { !isKnown[$0] }
    guard !kept.isEmpty else {
      throw SmilestoneError.badInput(
        "All \(records.count) faces with ages are among the study's faces, so none is left to learn "
          + "ages from.",
        remedy: "Give --age-faces images of other people: no age may be estimated of a face that "
          + "the estimator has learnt.")
    }
    var result = ages.keeping(kept)
    result.manifest.setDuplicateClusters(kept.map { ageClusters[$0] })
    return (
      result,
      records.indices.filter { isKnown[$0] }.map {
        SkippedImage(
          image: records[$0].image, stage: "age",
          reason: "the same image or subject is among the study's faces")
      }
    )
  }

  /// The near duplicates of both, as their manifests say, or else found among both together, so
  /// that a photograph has one name in both.
  private func duplicateClusters(
    of faces: LoadedFaces, and ages: LoadedFaces
  ) throws -> [String?] {
    if let known = faces.manifest.duplicateClusters, let others = ages.manifest.duplicateClusters {
      return known + others
    }
    return try DuplicateClusters(
      fingerprints: faces.fingerprints() + ages.fingerprints(),
      contentHashes: faces.contentHashes + ages.contentHashes
    ).names
  }

  /// Who is shown; names count within their source.
  private struct Person: Hashable {
    let source: String?
    let subject: String

    init?(_ record: FaceRecord) {
      guard let subject = record.subjectKey else { return nil }
      source = record.source
      self.subject = subject
    }
  }
}
