import Datasets
import Faces
import Support

extension LoadedFaces {
  /// Fills the duplicate clusters, and divides the faces where the manifest has no split at all.
  /// Splits that are there must be sound and stay; those of `needed` that have no face get some of
  /// the training faces. The observer is told of that, of faces without a split and of persons that are
  /// not known.
  /// - Parameter needed: the splits that must have faces, train among them.
  /// - Throws: `SmilestoneError.badInput` when something crosses splits, or there are too few
  ///   independent faces to divide.
  public mutating func splitIfNeeded(
    _ fractions: SplitFractions, seed: UInt64, needed: Set<Split> = Set(Split.allCases),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    for note in SubjectKnowledge(manifest.records).notes { observer.message(note) }
    // Written down, they are looked for once, and every interval knows them.
    let clusters = try duplicateClusters()
    manifest.setDuplicateClusters(clusters)
    UnnamedPersons(manifest.records).hints(duplicateClusters: clusters).forEach(observer.message)
    try requireDivisible(needed)
    let splitter = Splitter(
      fractions: fractions, seed: seed, ages: manifest.vocabulary.ages)
    guard hasSplits else {
      let splits = try splitter.splits(
        of: manifest.records, contentHashes: contentHashes,
        duplicateClusters: manifest.duplicateClusters)
      for (row, split) in splits.enumerated() { manifest.records[row].split = split }
      return
    }
    try fillSplits(missingSplits(needed), splitter, observer)
    let (splits, divided) = try splitter.dividingSources(
      of: manifest.records, contentHashes: contentHashes, duplicateClusters: clusters)
    for (row, split) in splits.enumerated() { manifest.records[row].split = split }
    for (source, count) in divided {
      observer.message(
        "The \(count) faces of \(source) come without splits and are divided; those of other sources keep "
          + "theirs.")
    }
    let without = splits.count { $0 == nil }
    if without > 0 {
      observer.message(
        "Without a split, and not used: \(without) of \(counted(splits.count, "face")).")
    }
  }

  /// Takes faces for splits that no face has from the training faces.
  private mutating func fillSplits(
    _ missing: [Split], _ splitter: Splitter, _ observer: any ProgressObserver
  ) throws {
    guard !missing.isEmpty else { return }
    let training = manifest.records.count { $0.split == .train }
    let splits = try splitter.filling(
      missing, of: manifest.records, contentHashes: contentHashes,
      duplicateClusters: duplicateClusters())
    for (row, split) in splits.enumerated() { manifest.records[row].split = split }
    for split in missing {
      observer.message(
        "No face was in the split \(split.rawValue): \(splits.count { $0 == split }) of the "
          + "\(training) training faces are taken for it, whole subjects and photographs.")
    }
  }

  /// Refuses faces that `splitIfNeeded` could not divide, or whose splits leak.
  /// - Throws: `SmilestoneError.badInput` that says why.
  public func requireDivisible(_ needed: Set<Split> = Set(Split.allCases)) throws {
    guard hasSplits else {
      // Near duplicates that are not known yet can only make them fewer; the splits show that.
      return try requireClusters(Split.allCases, among: manifest.records.indices)
    }
    try requireSoundSplits()
    let training = manifest.records.indices.filter { manifest.records[$0].split == .train }
    guard !training.isEmpty else {
      let counts = Split.allCases.map { split in
        "\(split.rawValue) \(manifest.records.count { $0.split == split })"
      }
      throw SmilestoneError.badInput(
        "No face is in the split train (\(counts.joined(separator: ", "))).",
        remedy:
          "Leave the column split empty, so that the faces are divided, or fill it with train "
          + "for the faces to learn from.")
    }
    let missing = missingSplits(needed)
    if !missing.isEmpty { try requireClusters([.train] + missing, among: training) }
  }

  private var hasSplits: Bool { manifest.records.contains { $0.split != nil } }

  /// Those of `needed` that no face has, in their usual order.
  private func missingSplits(_ needed: Set<Split>) -> [Split] {
    let present = Set(manifest.records.compactMap(\.split))
    return Split.allCases.filter { needed.contains($0) && !present.contains($0) }
  }

  /// Refuses fewer independent groups of faces than splits.
  private func requireClusters(_ splits: [Split], among rows: some Sequence<Int>) throws {
    let (rows, hashes) = (Array(rows), contentHashes)
    let records = rows.map { manifest.records[$0] }
    let known = manifest.duplicateClusters
    let count = FaceClusters(
      records, contentHashes: rows.map { hashes[$0] },
      duplicateClusters: known.map { names in rows.map { names[$0] } }
    ).members.count
    guard count < splits.count else { return }
    let subjects = Set(records.compactMap(\.subjectKey))
    let have = splits == Split.allCases ? "" : "training "
    let why =
      if records.count == 1 {
        "There is 1 \(have)face"
      } else if subjects.count == 1, records.allSatisfy({ $0.subject != nil }) {
        "All \(records.count) \(have)faces are of one subject, \(records.first?.subject ?? "")"
      } else {
        "The \(records.count) \(have)faces show no more than \(count) independent "
          + "\(count == 1 ? "subject or photograph" : "subjects or photographs")"
      }
    let names = splits.map(\.rawValue)
    throw SmilestoneError.badInput(
      "\(why): they cannot be divided into \(names.dropLast().joined(separator: ", ")) and "
        + "\(names.last ?? "").",
      remedy: "Add faces of others: \(splits.count) are the fewest.")
  }

  /// Refuses splits that a subject, a file's bytes or a photograph crosses.
  /// - Throws: `SmilestoneError.badInput` that names the first crossings.
  public func requireSoundSplits() throws {
    let violations = manifest.splitViolations(
      contentHashes: contentHashes, duplicateClusters: try duplicateClusters())
    guard !violations.isEmpty else { return }
    let shown = violations.prefix(3).map(\.description).joined(separator: "; ")
    throw SmilestoneError.badInput(
      "The splits leak in \(violations.count) places: \(shown)"
        + (violations.count > 3 ? "; …" : "."),
      remedy:
        "--drop-leaks leaves out the faces on the training side, so that the test faces stay; "
        + "`smilestone manifest check` lists all; `smilestone stratify --split` divides the faces "
        + "again.")
  }

  /// Leaves out what crosses splits: of the faces of one subject, file or photograph those of the
  /// last split stay, so that a test set stays whole.
  /// - Returns: the faces that were left out.
  /// - Throws: `SmilestoneError` (bad input) where no training face would be left.
  public mutating func dropLeaks() throws -> [SkippedImage] {
    let violations = manifest.splitViolations(
      contentHashes: contentHashes, duplicateClusters: try duplicateClusters())
    var reasons: [PathKey: String] = [:]
    let splits = Dictionary(manifest.records.map { (PathKey($0.image), $0.split) }) { first, _ in
      first
    }
    for violation in violations {
      guard let last = violation.splits.last else { continue }
      for image in violation.images.map({ PathKey($0) }) where splits[image] != last {
        reasons[image] = "its \(violation.kind.member) is also in the split \(last.rawValue)"
      }
    }
    let rows = manifest.records.indices.filter {
      reasons[PathKey(manifest.records[$0].image)] == nil
    }
    let dropped = manifest.records.compactMap { record in
      reasons[PathKey(record.image)].map {
        SkippedImage(image: record.image, stage: "split", reason: $0)
      }
    }
    let isTraining = { (face: FaceRecord) in face.split == .train }
    guard
      !manifest.records.contains(where: isTraining)
        || rows.contains(where: { isTraining(manifest.records[$0]) })
    else {
      throw SmilestoneError.badInput(
        "--drop-leaks leaves no training face: all \(manifest.records.count(where: isTraining)) cross splits.",
        remedy: "Divide the faces again: `smilestone stratify --split`.")
    }
    self = keeping(rows)
    return dropped
  }

  /// The faces that a search for settings may see, never the test split: one manifest with the
  /// training and validation faces, or one for each of `count` folds, whose validation faces are
  /// that fold's. Subjects and photographs stay together.
  /// - Throws: `SmilestoneError` when there are fewer independent faces than folds.
  public func manifestsForSearching(
    folds count: Int?, seed: UInt64, where isIncluded: (FaceRecord) -> Bool
  ) throws -> [Manifest] {
    let rows = manifest.records.indices.filter { row in
      let record = manifest.records[row]
      return record.split != .test && record.split != nil && isIncluded(record)
    }
    var chosen = manifest
    chosen.records = rows.map { manifest.records[$0] }
    let clusters = try duplicateClusters()
    chosen.setDuplicateClusters(rows.map { clusters[$0] })
    guard let count else { return [chosen] }
    let hashes = contentHashes
    let folds = try Splitter(seed: seed, ages: manifest.vocabulary.ages).folds(
      count, of: chosen.records, contentHashes: rows.map { hashes[$0] },
      duplicateClusters: rows.map { clusters[$0] })
    return (1...count).map { fold in
      var manifest = chosen
      for (row, own) in folds.enumerated() {
        manifest.records[row].split = own == fold ? .validation : .train
      }
      return manifest
    }
  }

  /// The validation faces that calibrate a trained model and therefore must not choose its epoch:
  /// other subjects, and other photographs, than those that do.
  ///
  /// Where faces that the model is validated on would all be set apart, those choose the epoch.
  /// - Parameters:
  ///   - share: of the validation faces, 0 ..< 1.
  ///   - isKnown: whether a face has the label that the model learns.
  ///   - isValidated: whether the model is validated on a face, which then `isKnown` too.
  /// - Returns: rows of the manifest.
  func calibrationRows(
    share: Double, seed: UInt64, where isKnown: (FaceRecord) -> Bool,
    validatingOn isValidated: (FaceRecord) -> Bool
  ) throws -> Set<Int> {
    let rows = manifest.records.indices.filter {
      manifest.records[$0].split == .validation && isKnown(manifest.records[$0])
    }
    guard share > 0, rows.count > 1 else { return [] }
    let (clusters, hashes) = (try duplicateClusters(), contentHashes)
    let ages = manifest.vocabulary.ages
    let records = rows.map { row in
      var record = manifest.records[row]
      record.ageGroup = record.ageGroup ?? record.ageInYears.map(ages.group(ofAgeInYears:))
      return record
    }
    let isSetApart = Splitter(seed: seed, ages: ages).setApart(
      share, of: records, contentHashes: rows.map { hashes[$0] },
      duplicateClusters: rows.map { clusters[$0] })
    let chosen = Set(zip(rows, isSetApart).filter(\.1).map(\.0))
    let validated = rows.filter { isValidated(manifest.records[$0]) }
    return chosen.isSuperset(of: validated) ? chosen.subtracting(validated) : chosen
  }

  /// What a model file says of the validation faces that may have chosen its epoch: the beginnings of
  /// their contents' hashes.
  func selectionFaces(
    besides calibrating: Set<Int>, where isKnown: (FaceRecord) -> Bool
  ) -> [String] {
    let hashes = contentHashes
    return manifest.records.indices.filter { row in
      let record = manifest.records[row]
      return record.split == .validation && isKnown(record) && !calibrating.contains(row)
    }.map { ModelDescription.key(ofContent: hashes[$0]) }
  }

  /// The same where the training faces of a group are those of as many subjects, or photographs of nobody known, drawn
  /// with replacement: who is drawn twice counts twice.
  func resamplingTrainingSubjects(of group: AgeGroup, seed: UInt64) -> LoadedFaces {
    func isResampled(_ row: Int) -> Bool {
      let record = manifest.records[row]
      return record.split == .train && record.ageGroup == group && record.emotion != nil
    }
    let rows = manifest.records.indices.filter(isResampled)
    let (hashes, known) = (contentHashes, manifest.duplicateClusters)
    let clusters = FaceClusters(
      rows.map { manifest.records[$0] }, contentHashes: rows.map { hashes[$0] },
      duplicateClusters: known.map { names in rows.map { names[$0] } }
    ).members
    var generator = SeededGenerator(seed: seed, stream: "training subjects")
    let drawn = clusters.indices.flatMap { _ in
      clusters[generator.integer(below: clusters.count)].map { rows[$0] }
    }
    return keeping(manifest.records.indices.filter { !isResampled($0) } + drawn)
  }

  /// The clusters of near duplicates: those that the manifest has written down, or else found among
  /// the decoded images.
  private func duplicateClusters() throws -> [String?] {
    if let known = manifest.duplicateClusters { return known }
    return try DuplicateClusters(fingerprints: fingerprints(), contentHashes: contentHashes).names
  }

  /// What near duplicates are found by, one for each row; nil for synthetic faces.
  func fingerprints() throws -> [FaceFingerprint?] {
    let (store, places, isSynthetic) = (store, storeIndices, manifest.isSynthetic)
    return try parallelMap(count: places.count) { row in
      isSynthetic[row] ? nil : store.image(at: places[row]).map { FaceFingerprint($0) }
    }
  }
}

extension SplitViolation.Kind {
  /// "its photograph is also in …".
  fileprivate var member: String {
    switch self {
    case .subject: "subject"
    case .identicalFiles: "file's content"
    case .nearDuplicates: "photograph"
    }
  }
}
