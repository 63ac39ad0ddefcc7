import Foundation

/// Files that people take for weights, known by their first bytes or the names in an archive.
enum ForeignWeights {
  /// What a file is, with its article, and what to do with it; nil where it may be weights.
  static func named(_ file: Data) -> (what: String, remedy: String)? {
    func has(_ text: String, at offset: Int = 0) -> Bool {
      file.dropFirst(offset).starts(with: text.utf8)
    }
    func hasBytes(_ bytes: [UInt8]) -> Bool { file.starts(with: bytes) }
    if file.isEmpty { return ("an empty file", "Get the file again.") }
    // A safetensors file may begin with any byte, the length of its header.
    let start = Array(file.prefix(9))
    if start.count == 9, start[3..<8].allSatisfy({ $0 == 0 }), start[8] == UInt8(ascii: "{") {
      return nil
    }
    if has("version https://git-lfs") {
      return ("a Git LFS pointer, not the file", "Run `git lfs pull` in its repository.")
    }
    if isWebPage(file) {
      return ("a web page, as of a log-in or an error", "Download the weights themselves.")
    }
    if hasBytes([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A]) {
      return ("an HDF5 file, as Keras writes them", stateDict)
    }
    if hasBytes([0x93]) && has("NUMPY", at: 1) { return ("a NumPy array", stateDict) }
    if hasBytes([0x1F, 0x8B]) { return ("compressed with gzip", "Run `gunzip` on it first.") }
    if has("BZh") || hasBytes([0xFD, 0x37, 0x7A]) || has("7z") || has("Rar!") {
      return ("an archive", "Unpack it first.")
    }
    if has("ustar", at: 257) { return ("a tar archive", "Unpack it first.") }
    if has("TFL3", at: 4) { return ("a TensorFlow Lite model", stateDict) }
    if hasBytes([0x08]), isONNX(file) { return ("an ONNX model", stateDict) }
    return named(withoutWeights: file)
  }

  /// Pickles of NumPy's arrays, formats of other programs, and files that nobody means as weights.
  private static func named(withoutWeights file: Data) -> (what: String, remedy: String)? {
    func has(_ text: String) -> Bool { file.starts(with: text.utf8) }
    let isPickle =
      file.first == 0x80 && (2...5).contains(file.dropFirst().first ?? 0) || has("(dp")
      || has("(lp")
    if isPickle, file.prefix(32).range(of: TorchLegacyFile.magicNumber) == nil, holdsNumPy(file) {
      return ("a pickle of NumPy arrays", numPyRemedy("pickle.load(open(FILE, 'rb'))"))
    }
    if has("GGUF") { return ("a GGUF file", stateDict) }
    if has("MATLAB") { return ("a MATLAB file", stateDict) }
    if file.starts(with: [4, 0, 0, 0, 1, 0, 0, 0]) { return ("a file of Lua Torch", stateDict) }
    if file.starts(with: [0xFF, 0xD8, 0xFF]) || file.starts(with: [0x89, 0x50, 0x4E, 0x47])
      || has("GIF8")
    {
      return ("an image", "Name the file of weights.")
    }
    if has("%PDF") { return ("a PDF", "Name the file of weights.") }
    // The header of a safetensors file begins with a bracket, behind its length.
    let start = Array(file.prefix(9))
    let isSafetensors =
      start.count < 9 || start[8] == UInt8(ascii: "{") || start[5..<8].allSatisfy { $0 == 0 }
    let mayBeTorch = isPickle || file.starts(with: ZipArchive.firstBytes)
    guard !isSafetensors, !mayBeTorch else { return nil }
    return (
      isText(file)
        ? "a text" : "neither a PyTorch file nor a safetensors file, and of no kind that is known",
      stateDict
    )
  }

  /// Whether a pickle's beginning names NumPy.
  static func holdsNumPy(_ pickle: Data) -> Bool {
    pickle.prefix(4096).range(of: Data("numpy".utf8)) != nil
  }

  /// - Parameter load: what reads the table of arrays.
  static func numPyRemedy(_ load: String) -> String {
    "In Python, torch.save({name: torch.from_numpy(array) for name, array in \(load).items()}, OTHER) makes "
      + "a state dict of it."
  }

  private static func isText(_ file: Data) -> Bool {
    let start = file.prefix(512)
    return start.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
      && (0..<4).contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
  }

  /// What a zip file is by the names in it; nil where it may be a state dict.
  static func named(entries: some Collection<String>) -> (what: String, remedy: String)? {
    if entries.contains(where: { $0.contains("/code/") || $0.hasSuffix("/constants.pkl") }) {
      return (
        "a TorchScript program",
        "In Python, torch.save(torch.jit.load(FILE).state_dict(), OTHER) writes its weights."
      )
    }
    if entries.contains(where: { $0.hasSuffix(".npy") }) {
      return ("an archive of NumPy arrays (.npz)", stateDict)
    }
    if entries.contains("config.json"), entries.contains(where: { $0.hasSuffix(".h5") }) {
      return ("a Keras model", stateDict)
    }
    let isTorch = entries.contains { $0.hasSuffix("/data.pkl") || $0 == "data.pkl" }
    return isTorch ? nil : ("a zip file without the data.pkl of a state dict", stateDict)
  }

  private static let stateDict =
    "Give a PyTorch state dict or a safetensors file: in Python, torch.save(model.state_dict(), FILE)."

  private static func isWebPage(_ file: Data) -> Bool {
    let start = String(decoding: file.prefix(512), as: UTF8.self).lowercased()
    let text = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return text.hasPrefix("<!doctype") || text.hasPrefix("<html") || text.hasPrefix("<?xml")
      || text.hasPrefix("<head")
  }

  /// A protobuf message that begins with a version and names its producer.
  private static func isONNX(_ file: Data) -> Bool {
    let start = file.prefix(256)
    // Field 1, the version; then field 2, the producer's name.
    return start.dropFirst(2).first == 0x12
      || ["onnx", "pytorch"].contains { start.range(of: Data($0.utf8)) != nil }
  }
}
