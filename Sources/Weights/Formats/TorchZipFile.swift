import Foundation

/// The form in which PyTorch has saved since 1.6: a zip file with `data.pkl` and a file for each
/// storage, all in one folder.
enum TorchZipFile {
  /// Largest `data.pkl` that is read, in bytes. That of a ResNet-50 has 40,000.
  static let maximumPickleByteCount = 1 << 24

  static func read(_ file: Data) throws -> TorchTensors {
    let archive = try naming("it") { try ZipArchive(file) }
    let pickles = archive.entries.keys.filter {
      $0.hasSuffix("/data.pkl") && $0.count { $0 == "/" } == 1
    }
    guard let pickle = pickles.first, pickles.count == 1 else {
      throw WeightsError("it is a zip file without the data.pkl of a state dict")
    }
    let folder = pickle.dropLast("data.pkl".count)
    guard archive.entries["\(folder)constants.pkl"] == nil else {
      throw WeightsError("it holds a TorchScript program, not a state dict")
    }
    let bytes = try archive.bytes(of: pickle)
    guard bytes.count <= maximumPickleByteCount || !ForeignWeights.holdsNumPy(bytes) else {
      throw WeightsError(
        "its data.pkl holds NumPy arrays, no tensors; torch.from_numpy makes tensors of them")
    }
    guard bytes.count <= maximumPickleByteCount else {
      throw WeightsError("it has a data.pkl of \(bytes.count) bytes, which is too large")
    }
    let isBigEndian = try isBigEndian(archive, "\(folder)byteorder")
    return try naming("its data.pkl") {
      var machine = PickleMachine(ByteReader(bytes))
      let value = try machine.run()
      return try TorchTensors(value, in: machine.objects, isBigEndian: isBigEndian) { storage in
        try archive.bytes(of: "\(folder)data/\(storage.key)")
      }
    }
  }

  /// Files from before the entry existed are little-endian.
  private static func isBigEndian(_ archive: ZipArchive, _ name: String) throws -> Bool {
    guard archive.entries[name] != nil else { return false }
    switch try archive.bytes(of: name) {
    case Data("little".utf8): return false
    case Data("big".utf8): return true
    default: throw WeightsError("it has an unknown byte order")
    }
  }
}
