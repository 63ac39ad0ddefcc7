import Cohort
import Foundation
import Imaging
import Support

/// Gathers the faces of a study: drawn, or read from the user's folders and manifests.
struct CohortStage {
  let configuration: StudyConfiguration
  let run: RunFolder
  let observer: any ProgressObserver

  /// Writes `cohort/faces.csv`, `cohort/ages.csv` (with a split) and `cohort/skipped.csv`, last.
  func perform() throws {
    var (faces, skippedFaces) = try studyFaces()
    var (ages, skippedAges) = try ageFaces()
    let loadedFaces = try load(faces, size: configuration.adult.pictureSize)
    let loadedAges = try load(ages, size: configuration.age.pictureSize)
    (faces, ages) = (loadedFaces.manifest, loadedAges.manifest)
    skippedFaces += loadedFaces.skipped
    skippedAges += loadedAges.skipped

    let strangers = try withoutStudyFaces(loadedAges, besides: loadedFaces)
    skippedAges += strangers.skipped
    ages = strangers.manifest
    if ages.records.contains(where: { $0.split == nil }) {
      let splits = try Splitter(fractions: configuration.ageSplit, seed: configuration.seed)
        .splits(
          of: ages.records, contentHashes: strangers.contentHashes,
          duplicateClusters: ages.duplicateClusters)
      for (row, split) in splits.enumerated() { ages.records[row].split = split }
    } else {
      try loadedAges.requireSoundSplits()
    }
    try faces.write(to: run.faces)
    try ages.write(to: run.ageFaces)
    try SkippedImage.write(skippedFaces + skippedAges, to: run.cohortSkipped)
  }

  private func load(_ manifest: Manifest, size: Int) throws -> LoadedFaces {
    try LoadedFaces(
      manifest, size: size, colour: configuration.colour, cache: run.cache, observer: observer)
  }

  // MARK: Where faces come from

  private func studyFaces() throws -> (Manifest, [Cohort.SkippedImage]) {
    if let path = configuration.data.faces {
      return try FaceSource.read(path, adapter: EmotionFolderAdapter())
    }
    let data = configuration.data.synthetic
    var manifest = try draw(
      "faces", subjects: data.subjects, imagesPerSubject: data.imagesPerSubject,
      into: run.drawnFaces)
    // The age estimator must find the ages out where heads show them; the column true_age keeps them
    // for checking. Where no picture shows its age, the ages stay, as labels.
    guard configuration.estimatesAges else { return (manifest, []) }
    for row in manifest.records.indices {
      manifest.records[row].ageInYears = nil
      manifest.records[row].ageSource = nil
      manifest.records[row].ageGroup = nil
    }
    return (manifest, [])
  }

  private func ageFaces() throws -> (Manifest, [Cohort.SkippedImage]) {
    if let path = configuration.data.ageFaces {
      return try FaceSource.read(path, adapter: UTKFaceAdapter())
    }
    let data = configuration.data.synthetic
    let manifest = try draw(
      "ages", subjects: data.ageSubjects, imagesPerSubject: data.ageImagesPerSubject,
      into: run.drawnAgeFaces)
    return (manifest, [])
  }

  /// Draws a cohort with a seed of its own.
  private func draw(
    _ name: String, subjects: Int, imagesPerSubject: Int, into folder: URL
  ) throws -> Manifest {
    let data = configuration.data.synthetic
    return try SyntheticCohort.draw(
      SyntheticCohortSettings(
        kind: data.cohort,
        seed: SeededGenerator.first(seed: configuration.seed, stream: "drawn \(name)"),
        subjects: subjects, imagesPerSubject: imagesPerSubject,
        sizeInPixels: configuration.adult.pictureSize, transition: data.transition),
      into: folder, observer: observer)
  }

  // MARK: Independence

  /// The age faces without those that are also among the study's faces, by content, photograph or
  /// subject: the age estimator must never estimate whom it was trained on. The others' clusters of
  /// near duplicates are filled in.
  private func withoutStudyFaces(
    _ ages: LoadedFaces, besides faces: LoadedFaces
  ) throws -> (manifest: Manifest, contentHashes: [String], skipped: [Cohort.SkippedImage]) {
    let contents = Set(faces.contentHashes)
    let clusters = try duplicateClusters(of: faces, and: ages)
    let photographs = Set(clusters.prefix(faces.manifest.records.count).compactMap(\.self))
    let ageClusters = clusters.suffix(ages.manifest.records.count)
    let subjects = Set(faces.manifest.records.compactMap(Person.init))
    var result = ages.manifest
    result.records = []
    var hashes: [String] = []
    var kept: [String?] = []
    var skipped: [Cohort.SkippedImage] = []
    for (record, (hash, cluster)) in zip(
      ages.manifest.records, zip(ages.contentHashes, ageClusters))
    {
      let isKnown =
        contents.contains(hash) || Person(record).map(subjects.contains) == true
        || cluster.map(photographs.contains) == true
      if isKnown {
        skipped.append(
          SkippedImage(
            image: record.image, stage: "age",
            reason: "the same image or subject is among the study's faces"))
      } else {
        result.records.append(record)
        hashes.append(hash)
        kept.append(cluster)
      }
    }
    result.setDuplicateClusters(kept)
    return (result, hashes, skipped)
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
      guard let subject = record.subject else { return nil }
      source = record.source
      self.subject = subject
    }
  }
}
