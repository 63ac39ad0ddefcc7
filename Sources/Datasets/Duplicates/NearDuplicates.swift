import Support

/// Two faces that show the same photograph, up to scale, light, marks, mirroring, cropping and small
/// rotations.
public struct NearDuplicatePair: Sendable, Equatable {
  /// The faces' positions, `first` < `second`.
  public let first: Int
  public let second: Int
  /// Bits in which the perceptual hashes differ, of 64.
  public let hashDistance: Int
  /// Correlation of the small grey images.
  public let correlation: Double
  /// Correlation of their detail.
  public let detailCorrelation: Double
  /// Whether one is the other's mirror image.
  public let isMirrored: Bool
  /// The part of `first`, or where `isPartOfSecond` of `second`, that the other shows; nil where both
  /// show the same.
  public let part: FaceView?
  public let isPartOfSecond: Bool

  init(
    first: Int, second: Int, hashDistance: Int = 0, correlation: Double = 1,
    detailCorrelation: Double = 1, isMirrored: Bool = false, part: FaceView? = nil,
    isPartOfSecond: Bool = false
  ) {
    self.first = first
    self.second = second
    self.hashDistance = hashDistance
    self.correlation = correlation
    self.detailCorrelation = detailCorrelation
    self.isMirrored = isMirrored
    self.part = part
    self.isPartOfSecond = isPartOfSecond
  }
}

/// Finds near duplicates: candidates by perceptual hash, judged by their pixels.
///
/// The limits come from looking at pairs of FER2013 and UTKFace (docs/results/duplicates.md): beyond
/// any of them other people's photographs become frequent.
public struct NearDuplicateSearch: Sendable {
  /// 12 of 64 bits at most.
  public static let maximumHashDistance = 12
  /// 0.92 at least.
  public static let minimumCorrelation = 0.92
  /// 0.75 at least.
  public static let minimumDetailCorrelation = 0.75

  /// All pairs, in order. Of faces with equal fingerprints each is paired with the first alone.
  /// - Parameter fingerprints: nil for images that cannot be read; those of a single grey
  ///   resemble one another whatever they show, so they are passed over.
  public static func pairs(
    among fingerprints: [FaceFingerprint?], workers: Int? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws -> [NearDuplicatePair] {
    var equal: [NearDuplicatePair] = []
    var firstOfFingerprint: [FaceFingerprint: Int] = [:]
    var distinct: [(position: Int, fingerprint: FaceFingerprint)] = []
    for (position, fingerprint) in fingerprints.enumerated() {
      guard let fingerprint, !fingerprint.isFlat else { continue }
      if let first = firstOfFingerprint[fingerprint] {
        equal.append(NearDuplicatePair(first: first, second: position))
      } else {
        firstOfFingerprint[fingerprint] = position
        distinct.append((position, fingerprint))
      }
    }
    let faces = distinct
    let index = HashIndex(faces.map(\.fingerprint.hash), maximumDistance: maximumHashDistance)
    let counter = ProgressCounter(
      task: "Looking for near duplicates", total: faces.count, unit: "faces", observer: observer)
    let found = try parallelMap(count: faces.count, workers: workers) { place in
      defer { counter.advance() }
      let fingerprint = faces[place].fingerprint
      return [false, true].flatMap { isMirrored in
        let hash = isMirrored ? fingerprint.mirroredHash : fingerprint.hash
        return index.near(hash, from: place + 1).compactMap { other -> NearDuplicatePair? in
          let candidate = faces[other].fingerprint
          let correlation = fingerprint.correlation(with: candidate, isMirrored: isMirrored)
          guard correlation >= minimumCorrelation else { return nil }
          let detail = fingerprint.detailCorrelation(with: candidate, isMirrored: isMirrored)
          guard detail >= minimumDetailCorrelation else { return nil }
          return NearDuplicatePair(
            first: faces[place].position, second: faces[other].position,
            hashDistance: (hash ^ candidate.hash).nonzeroBitCount, correlation: correlation,
            detailCorrelation: detail,
            isMirrored: isMirrored)
        }
      }
    }
    let wholes = equal + found.joined()
    let parts = try PartialDuplicateSearch(faces).pairs(
      besides: wholes, workers: workers, observer: observer)
    return (wholes + parts).sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }
}
