import Support

/// Which faces a manifest's rows have named so far: an image once, or, where that is allowed, once for
/// each box.
struct ListedFaces {
  private let name: String
  private let allowsSeveral: Bool
  /// Where the box's cells stand among a record's extra ones; empty where there are none.
  private let boxPositions: [Int]
  private var lineOfImage: [PathKey: Int] = [:]
  /// The boxes of each image so far, [] for none; kept where several faces are allowed.
  private var boxes: [PathKey: Set<[String]>] = [:]

  init(_ layout: ManifestLayout, allowsSeveral: Bool) {
    name = layout.name
    self.allowsSeveral = allowsSeveral
    boxPositions = FacePlace.columns.prefix(4).compactMap(layout.extraColumns.firstIndex)
  }

  mutating func reserve(_ count: Int) { lineOfImage.reserveCapacity(count) }

  /// - Throws: `SmilestoneError` (bad input) where a row has named the face before.
  mutating func add(_ record: FaceRecord, path: String, line: Int) throws {
    let key = PathKey(path)
    let cells = boxPositions.map { record.extra[$0] }
    let box = cells.count == 4 && !cells.contains("") ? cells : []
    let known = boxes[key] ?? []
    if allowsSeveral { boxes[key, default: []].insert(box) }
    guard let earlier = lineOfImage.updateValue(line, forKey: key) else { return }
    guard !allowsSeveral || box.isEmpty || known.contains(box) || known.contains([]) else { return }
    throw SmilestoneError.badInput(
      "\(name), line \(line), column image: “\(record.image)” is already on line \(earlier).",
      remedy: "List every image once."
        + (box.isEmpty || allowsSeveral
          ? ""
          : " Where it shows several faces, cut them out first: `smilestone faces \(name) --out DIR`.")
    )
  }
}
