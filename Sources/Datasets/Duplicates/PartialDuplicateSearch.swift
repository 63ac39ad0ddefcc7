import Support

/// Finds images that are crops of others, or others turned by some degrees.
///
/// Of every face crops down to 0.72 of its side and rotations of up to 16 degrees are hashed and looked up
/// among the whole images, and rotations of its middle among the others' middles, for rotated images have
/// foreign corners. What is found is moved, scaled and turned until it fits best, and judged then.
///
/// The limits come from pairs of FER2013 and UTKFace (docs/results/duplicates.md).
struct PartialDuplicateSearch {
  /// 11 of 64 bits at most: one more would take five times as many inspects the index.
  static let maximumHashDistance = 11
  /// 0.95 at least.
  static let minimumCorrelation = 0.95
  /// 0.87 at least.
  static let minimumDetailCorrelation = 0.87
  /// Candidates that correlate less at first never reach the limit.
  private static let minimumFirstCorrelation = 0.7

  private let faces: [(position: Int, fingerprint: FaceFingerprint)]
  private let wholes: HashIndex
  private let cores: HashIndex

  init(_ faces: [(position: Int, fingerprint: FaceFingerprint)]) {
    self.faces = faces
    wholes = HashIndex(
      faces.map(\.fingerprint.hash), maximumDistance: Self.maximumHashDistance)
    cores = HashIndex(
      faces.map { $0.fingerprint.hash(of: .core) }, maximumDistance: Self.maximumHashDistance)
  }

  /// All pairs in no particular order, each once.
  /// - Parameter known: pairs that need not be found again.
  func pairs(
    besides known: [NearDuplicatePair], workers: Int?, observer: any ProgressObserver
  ) throws -> [NearDuplicatePair] {
    let known = Set(known.map(Key.init))
    let counter = ProgressCounter(
      task: "Looking for crops and rotations", total: faces.count, unit: "faces",
      observer: observer)
    let found = try parallelMap(count: faces.count, workers: workers) { place in
      defer { counter.advance() }
      return pairs(of: place, besides: known)
    }
    var best: [Key: NearDuplicatePair] = [:]
    for pair in found.joined() {
      let key = Key(pair)
      if pair.correlation > best[key]?.correlation ?? 0 { best[key] = pair }
    }
    return Array(best.values)
  }

  private struct Key: Hashable {
    let first: Int
    let second: Int

    init(_ pair: NearDuplicatePair) { (first, second) = (pair.first, pair.second) }
  }

  /// The best view of a face for each other face that may show it.
  private func pairs(of place: Int, besides known: Set<Key>) -> [NearDuplicatePair] {
    let own = faces[place].fingerprint
    var candidates: [Int: (distance: Int, view: FaceView)] = [:]
    func look(_ hash: UInt64, _ view: FaceView, in index: HashIndex) {
      for other in index.near(hash, from: 0) where other != place {
        let distance = index.distance(of: other, from: hash)
        if distance < candidates[other]?.distance ?? Int.max {
          candidates[other] = (distance, view)
        }
      }
    }
    for (view, hash) in own.hashesOfCrops { look(hash, view, in: wholes) }
    for view in FaceView.turnedCrops { look(own.hash(of: view), view, in: wholes) }
    var pairs = candidates.compactMap { other, match in
      pair(place, other, match.distance, of: own, match.view, known) { view in
        (view, faces[other].fingerprint.levels(of: nil))
      }
    }
    candidates = [:]
    for view in FaceView.turnedCores { look(own.hash(of: view), view, in: cores) }
    pairs += candidates.compactMap { other, match in
      pair(place, other, match.distance, of: own, match.view, known) { view in
        // What its middle is of the other's middle, the whole is of the whole.
        let whole = FaceView(
          centreX: 0.5 + (view.centreX - 0.5) / FaceView.core.side,
          centreY: 0.5 + (view.centreY - 0.5) / FaceView.core.side,
          side: view.side / FaceView.core.side, angle: view.angle)
        return (whole, faces[other].fingerprint.levels(of: .core))
      }
    }
    return pairs
  }

  /// - Parameter shown: what the other shows of the whole face where it shows a view, and its levels.
  private func pair(
    _ place: Int, _ other: Int, _ distance: Int, of own: FaceFingerprint, _ view: FaceView,
    _ known: Set<Key>, shown: (FaceView) -> (part: FaceView, levels: [Double])
  ) -> NearDuplicatePair? {
    let (position, otherPosition) = (faces[place].position, faces[other].position)
    let bare = NearDuplicatePair(
      first: min(position, otherPosition), second: max(position, otherPosition))
    guard !known.contains(Key(bare)) else { return nil }
    let levels = shown(view).levels
    guard let (fitted, correlation) = fitted(own, view, to: levels) else { return nil }
    let detail = FaceFingerprint.correlation(
      FaceFingerprint.detail(own.levels(of: fitted)), FaceFingerprint.detail(levels))
    guard detail >= Self.minimumDetailCorrelation else { return nil }
    return NearDuplicatePair(
      first: bare.first, second: bare.second, hashDistance: distance, correlation: correlation,
      detailCorrelation: detail, part: shown(fitted).part, isPartOfSecond: position > otherPosition)
  }

  /// Moves, scales and turns a view by ever smaller steps as long as it correlates better.
  /// - Returns: nil where the limit is not reached.
  private func fitted(
    _ own: FaceFingerprint, _ start: FaceView, to levels: [Double]
  ) -> (view: FaceView, correlation: Double)? {
    func correlation(_ view: FaceView) -> Double {
      FaceFingerprint.correlation(own.levels(of: view), levels)
    }
    var best = (view: start, correlation: correlation(start))
    guard best.correlation >= Self.minimumFirstCorrelation else { return nil }
    let parts: [(WritableKeyPath<FaceView, Double>, Double)] = [
      (\.centreX, 0.03), (\.centreY, 0.03), (\.side, 0.04), (\.angle, 3 * .pi / 180),
    ]
    for scale in [1, 0.5, 0.25] {
      for _ in 0..<4 {
        let before = best.correlation
        for (part, step) in parts {
          for sign in [1.0, -1] {
            var view = best.view
            view[keyPath: part] += sign * scale * step
            let value = correlation(view)
            if value > best.correlation { best = (view, value) }
          }
        }
        guard best.correlation > before else { break }
      }
      // Smaller steps gain less than a half of what is missing.
      if scale == 1, 1 - best.correlation > 3 * (1 - Self.minimumCorrelation) { return nil }
    }
    return best.correlation >= Self.minimumCorrelation ? best : nil
  }
}

extension FaceFingerprint {
  /// Grey levels, [24, 24], of a view, or of the whole for nil.
  fileprivate func levels(of view: FaceView?) -> [Double] {
    view?.sampled(plane, planeSide: FaceFingerprint.hashedSide, side: FaceFingerprint.side)
      ?? thumbnail.map(Double.init)
  }

  fileprivate func hash(of view: FaceView) -> UInt64 {
    let size = FaceFingerprint.hashedSide
    return FaceFingerprint.bits(
      CosineTransform.lowest(of: view.sampled(plane, planeSide: size, side: size)))
  }

  /// The hashes of all crops that are tried.
  fileprivate var hashesOfCrops: [(view: FaceView, hash: UInt64)] {
    CosineTransform.lowestOfCrops(plane.map(Double.init)).map { across, down, frequencies in
      let (x, y) = (FaceView.cropSpans[across], FaceView.cropSpans[down])
      let view = FaceView(
        centreX: x.start + x.side / 2, centreY: y.start + y.side / 2, side: x.side)
      return (view, FaceFingerprint.bits(frequencies))
    }
  }
}
