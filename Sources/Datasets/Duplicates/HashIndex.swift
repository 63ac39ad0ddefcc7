/// Finds 64-bit hashes within a Hamming distance without comparing all pairs (multi-index hashing,
/// Norouzi, Punjani & Fleet 2012, arXiv 1307.2982).
///
/// A hash is cut into four bands of 16 bits. Two hashes that differ in at most d bits differ in at
/// most ⌊d/4⌋ bits of some band, so looking that far around each band finds every pair.
struct HashIndex: Sendable {
  private let hashes: [UInt64]
  /// For each band, the hashes' positions sorted by the band's value, and where each value starts.
  private let positions: [[Int32]]
  private let starts: [[Int32]]
  private let masks: [Int]
  private let maximumDistance: Int

  private static let bandCount = 4
  private static let bandValues = 1 << 16

  init(_ hashes: [UInt64], maximumDistance: Int) {
    self.hashes = hashes
    self.maximumDistance = maximumDistance
    masks = HashIndex.masks(upTo: maximumDistance / HashIndex.bandCount)
    var positions: [[Int32]] = []
    var starts: [[Int32]] = []
    for band in 0..<HashIndex.bandCount {
      var start = Array(repeating: Int32(0), count: HashIndex.bandValues + 1)
      for hash in hashes { start[HashIndex.value(of: hash, in: band) + 1] += 1 }
      for value in 0..<HashIndex.bandValues { start[value + 1] += start[value] }
      var next = start
      var sorted = Array(repeating: Int32(0), count: hashes.count)
      for (position, hash) in hashes.enumerated() {
        let value = HashIndex.value(of: hash, in: band)
        sorted[Int(next[value])] = Int32(position)
        next[value] += 1
      }
      positions.append(sorted)
      starts.append(start)
    }
    self.positions = positions
    self.starts = starts
  }

  /// The positions from `first` on of the hashes near `hash`, each once, ascending.
  func near(_ hash: UInt64, from first: Int) -> [Int] {
    var found: Set<Int> = []
    for band in 0..<HashIndex.bandCount {
      let value = HashIndex.value(of: hash, in: band)
      for mask in masks {
        let bucket = value ^ mask
        for slot in starts[band][bucket]..<starts[band][bucket + 1] {
          let position = Int(positions[band][Int(slot)])
          guard position >= first else { continue }
          if (hashes[position] ^ hash).nonzeroBitCount <= maximumDistance {
            found.insert(position)
          }
        }
      }
    }
    return found.sorted()
  }

  /// The number of bits in which the hash at a position differs from another.
  func distance(of position: Int, from hash: UInt64) -> Int {
    (hashes[position] ^ hash).nonzeroBitCount
  }

  private static func value(of hash: UInt64, in band: Int) -> Int {
    Int(truncatingIfNeeded: hash >> UInt64(16 * band)) & (bandValues - 1)
  }

  /// All 16-bit numbers with at most `bits` ones.
  private static func masks(upTo bits: Int) -> [Int] {
    (0..<bandValues).filter { $0.nonzeroBitCount <= bits }
  }
}
