import Foundation
import Support

/// Weights that were fetched or imported, each in a folder of its own: the file as it was
/// published, and `weights.json`, which is written last.
public struct WeightsCache: Sendable {
  public let folder: URL
  /// What can be fetched.
  public let published: [PublishedWeights]
  /// As `init` says; nil for nowhere.
  private let setUpFolder: URL?

  /// - Parameter setUpFolder: where set-up has put published files, under their own names.
  public init(
    _ folder: URL, published: [PublishedWeights],
    setUpFolder: URL? = WeightsCache.standardSetUpFolder
  ) {
    self.folder = folder.standardizedFileURL
    self.published = published
    self.setUpFolder = setUpFolder
  }

  /// `.deps/weights` at or above the program's folder or the current one; nil where there is none.
  public static var standardSetUpFolder: URL? {
    Dependencies.locate("weights", from: Dependencies.searchFolders)
  }

  /// `$SMILESTONE_WEIGHTS`, or else `smilestone/weights` in `$XDG_CACHE_HOME` or `~/.cache`.
  public static var standardFolder: URL {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["SMILESTONE_WEIGHTS"], !folder.isEmpty {
      return URL(fileURLWithPath: folder, isDirectory: true)
    }
    let caches = environment["XDG_CACHE_HOME"].flatMap {
      $0.hasPrefix("/") ? URL(fileURLWithPath: $0, isDirectory: true) : nil
    }
    return (caches ?? URL(fileURLWithPath: NSHomeDirectory()).appendingPathComponent(".cache"))
      .appendingPathComponent("smilestone/weights")
  }

  /// What was fetched or imported, and what set-up installed, by name.
  public func entries() -> [CachedWeights] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return Set(names + published.map(\.name)).sorted().compactMap(entry)
  }

  /// The record of the weights of a name; nil where there are none.
  public func entry(_ name: String) -> CachedWeights? { recorded(name) ?? setUp(name) }

  private func recorded(_ name: String) -> CachedWeights? {
    guard CachedWeights.isUsable(name: name),
      let entry = try? JSONText.read(
        CachedWeights.self, from: recordPlace(name), as: "a record of weights", remedy: ""),
      entry.name == name,
      CachedWeights.isUsable(name: entry.file)
    else { return nil }
    return entry
  }

  /// What set-up installed, as its published hash says, which every use compares.
  private func setUp(_ name: String) -> CachedWeights? {
    guard let weights = published.first(where: { $0.name == name }), let hash = weights.sha256,
      let place = setUpFolder?.appendingPathComponent(weights.fileName),
      let attributes = try? FileManager.default.attributesOfItem(atPath: place.path),
      let date = attributes[.modificationDate] as? Date
    else { return nil }
    return CachedWeights(
      name: name, file: weights.fileName, sha256: hash, isPublishedHash: true,
      byteCount: attributes[.size] as? Int ?? 0, source: place.path, licence: weights.licence,
      added: ISO8601DateFormatter().string(from: date))
  }

  /// Where the weights lie that a setting names.
  /// - Parameter setting: a path, or the name of cached weights. What holds a “/”, ends in .pth, .pt,
  ///   .bin, .ckpt, .tar or .safetensors, or names no cached weights but a file, is a path.
  /// - Throws: `SmilestoneError.usage` when there are none, `.badInput` when the cached file is not
  ///   the one that was recorded.
  public func file(for setting: String) throws -> URL {
    let url = URL(fileURLWithPath: setting)
    let endings = ["pth", "pt", "bin", "ckpt", "tar", "safetensors"]
    guard !setting.contains("/"), !endings.contains(url.pathExtension.lowercased()) else {
      return url
    }
    if let entry = entry(setting) { return try verifiedFile(entry) }
    if FileManager.default.fileExists(atPath: setting) { return url }
    let known = published.first { $0.name == setting }
    throw SmilestoneError.usage(
      "There are no weights “\(setting)” in \(folder.path).",
      remedy: known.map {
        "Get them with `\($0.command)`, or, without network, with `smilestone weights import FILE`."
      }
        ?? "`smilestone weights list` shows all names; a path must end in .pth, .pt, .bin, .ckpt, .tar or .safetensors, or "
        + "name a file that is there.")
  }

  private func verifiedFile(_ entry: CachedWeights) throws -> URL {
    let isRecorded = recorded(entry.name) != nil
    let place =
      isRecorded
      ? filePlace(entry.name, entry.file) : URL(fileURLWithPath: entry.source)
    let hash = try hash(of: place)
    guard hash == entry.sha256 else {
      throw SmilestoneError.badInput(
        "\(place.path) has changed since it was \(isRecorded ? "fetched" : "installed"): its SHA-256 "
          + "is \(hash.prefix(12))…, recorded was \(entry.sha256.prefix(12))….",
        remedy: isRecorded
          ? "Remove \(place.deletingLastPathComponent().path) and fetch or import it again."
          : "Remove it and run `make setup`.")
    }
    return place
  }

  // MARK: Adding

  /// Takes a file into the cache.
  /// - Parameter name: the name to use it by; nil where the file's own name is that of published
  ///   weights.
  /// - Throws: `SmilestoneError` when the file is no weights file, the name is taken by another
  ///   file, or published weights do not have the published hash.
  @discardableResult
  public func importFile(_ url: URL, name: String? = nil) throws -> CachedWeights {
    let known = published.first {
      $0.name == name || (name == nil && $0.fileName == url.lastPathComponent)
    }
    guard let name = name ?? known?.name else {
      throw SmilestoneError.usage(
        "\(url.lastPathComponent) is not the file of published weights, so it needs a name.",
        remedy: "Add --name NAME.")
    }
    guard CachedWeights.isUsable(name: name) else {
      throw SmilestoneError.usage(
        "“\(name)” cannot be the name of weights.",
        remedy: "Use letters, digits, “.”, “-” and “_”, with a letter or digit first.")
    }
    let hash = try hash(of: url)
    if let entry = entry(name) {
      guard entry.sha256 == hash else {
        throw SmilestoneError.usage(
          "The name “\(name)” belongs to other weights.",
          remedy: "Choose another --name, or remove \(entryFolder(name).path).")
      }
      return entry
    }
    try requirePublishedHash(hash, of: known, at: url.path)
    _ = try WeightsFile(contentsOf: url)
    let file = known?.fileName ?? "\(name).\(url.pathExtension)"
    try AtomicFile.write(to: filePlace(name, file)) { handle in
      try InputFile.forEachPiece(of: url) { try handle.write(contentsOf: Data($0)) }
    }
    return try record(name, file: file, hash: hash, source: url.path, published: known)
  }

  /// Downloads published weights into the cache, unless they are there.
  /// - Parameters:
  ///   - mirror: the address of a folder that has the file under its published name; plain http is
  ///     taken where it begins with that, and nowhere else.
  /// - Throws: `SmilestoneError.usage` for weights that set-up converts, `.failed` when the download breaks off (it continues there the next
  ///   time), `.badInput` when the file is larger than the published one or another (it is then
  ///   removed).
  @discardableResult
  public func fetch(
    _ weights: PublishedWeights, mirror: String? = nil, observer: any ProgressObserver
  ) throws -> CachedWeights {
    if let entry = entry(weights.name) {
      _ = try verifiedFile(entry)
      return entry
    }
    guard weights.convertedFileName == nil else {
      throw SmilestoneError.usage(
        "\(weights.name) is not published in a form that can be used as it is.",
        remedy: "`make setup` converts it.")
    }
    let source =
      mirror.map { "\($0)\($0.hasSuffix("/") ? "" : "/")\(weights.fileName)" }
      ?? weights.source
    let place = filePlace(weights.name, weights.fileName)
    let partial = entryFolder(weights.name).appendingPathComponent("\(weights.fileName).partial")
    try AtomicFile.createFolder(entryFolder(weights.name))
    let lock = try LockedFile.open(partial)
    defer { try? lock.close() }
    let hash: String
    do {
      try WeightsDownload(
        source: source, allowsPlainHTTP: mirror?.lowercased().hasPrefix("http://") == true,
        byteCount: weights.byteCount, title: "Fetching \(weights.name)", observer: observer
      ).run(into: lock)
      hash = try self.hash(of: partial)
      try requirePublishedHash(hash, of: weights, at: source)
      _ = try WeightsFile(contentsOf: partial)
    } catch let error as SmilestoneError where error.code == .badInput {
      // What has come is not the published file, so there is nothing to continue from.
      try? FileManager.default.removeItem(at: partial)
      throw error
    }
    guard rename(partial.path, place.path) == 0 else {
      throw SmilestoneError.failed(
        "Cannot rename \(partial.path): \(String(cString: strerror(errno))).")
    }
    return try record(
      weights.name, file: weights.fileName, hash: hash, source: source,
      published: weights)
  }

  private func requirePublishedHash(
    _ hash: String, of weights: PublishedWeights?, at place: String
  ) throws {
    guard let weights, let expected = weights.expectedHash, !hash.hasPrefix(expected) else {
      return
    }
    let prefix = expected.prefix(8)
    throw SmilestoneError.badInput(
      "\(place) is not the published file of \(weights.name): its SHA-256 begins with "
        + "\(hash.prefix(prefix.count)), not with \(prefix).",
      remedy: "Fetch it again, or import it under a name of its own with --name.")
  }

  private func record(
    _ name: String, file: String, hash: String, source: String, published: PublishedWeights?
  ) throws -> CachedWeights {
    let place = filePlace(name, file)
    let size = try FileManager.default.attributesOfItem(atPath: place.path)[.size] as? Int
    let entry = CachedWeights(
      name: name, file: file, sha256: hash,
      isPublishedHash: published?.expectedHash != nil, byteCount: size ?? 0,
      source: source, licence: published?.licence,
      added: ISO8601DateFormatter().string(from: Date()))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(entry), to: recordPlace(name))
    return entry
  }

  // MARK: Places

  private func entryFolder(_ name: String) -> URL { folder.appendingPathComponent(name) }

  private func recordPlace(_ name: String) -> URL {
    entryFolder(name).appendingPathComponent("weights.json")
  }

  private func filePlace(_ name: String, _ file: String) -> URL {
    entryFolder(name).appendingPathComponent(file)
  }

  private func hash(of url: URL) throws -> String {
    try ContentHash.sha256(ofFile: url, remedy: "Check that the file exists.")
  }
}
