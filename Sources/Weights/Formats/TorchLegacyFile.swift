import Foundation

/// The form in which PyTorch saved before 1.6: five pickles (a magic number, the protocol, facts
/// about the system, the object, the keys of the storages), then each storage: its number of
/// elements (8 bytes) and the elements.
enum TorchLegacyFile {
  /// 0x1950A86A20F9469CFC6C, little-endian.
  static let magicNumber = Data([
    0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ])
  private static let protocolVersion = 1001

  /// Whether a file begins with the pickled magic number, or is some other pickle: the JSON header
  /// of a safetensors file would begin at its ninth byte.
  static func begins(_ file: Data) -> Bool {
    guard file.count >= 2, file.first == 0x80, (2...5).contains(file[file.startIndex + 1]) else {
      return false
    }
    return file.prefix(32).range(of: magicNumber) != nil
      || file.dropFirst(8).first != UInt8(ascii: "{")
  }

  static func read(_ file: Data) throws -> TorchTensors {
    var machine = PickleMachine(ByteReader(file))
    let system = try naming("it") {
      guard case .wideInteger(magicNumber) = try machine.run() else {
        throw WeightsError("does not begin with PyTorch's magic number")
      }
      guard case .integer(protocolVersion) = try machine.run() else {
        throw WeightsError("was saved with an unknown protocol")
      }
      guard case .dictionary(let system) = try machine.run() else {
        throw WeightsError("does not say on what system it was saved")
      }
      return system
    }
    var isBigEndian = false
    if case .boolean(false)? = machine.objects.entry("little_endian", of: system) {
      isBigEndian = true
    }
    let value = try naming("its pickle") { try machine.run() }
    let keys = try naming("its list of storages") {
      try storageKeys(machine.run(), machine.objects)
    }
    let storages = try naming("it") { try readStorages(keys, &machine) }
    return try TorchTensors(value, in: machine.objects, isBigEndian: isBigEndian) { storage in
      guard let bytes = storages[storage.key] else {
        throw WeightsError("needs the missing storage \(shown(storage.key))")
      }
      return bytes
    }
  }

  private static func storageKeys(
    _ value: PickleValue, _ objects: PickleObjects
  ) throws -> [String] {
    guard let elements = objects.elements(value) else { throw WeightsError("is no list") }
    return try elements.map { element in
      guard case .text(let key) = element else { throw WeightsError("has a key that is no text") }
      return key
    }
  }

  /// The element's size comes from the pickle's mention of the storage.
  private static func readStorages(
    _ keys: [String], _ machine: inout PickleMachine
  ) throws -> [String: Data] {
    let sizes = Dictionary(
      machine.objects.storages.map { ($0.key, $0.elementType.byteCount) },
      uniquingKeysWith: { first, _ in first })
    var storages: [String: Data] = [:]
    for key in keys {
      guard let size = sizes[key] else {
        throw WeightsError("has a storage \(shown(key)) that no tensor uses")
      }
      storages[key] = try naming("its storage \(shown(key))") {
        let count = try machine.reader.integer(Int64.self)
        let (byteCount, overflow) = count.multipliedReportingOverflow(by: Int64(size))
        guard !overflow, count >= 0 else { throw WeightsError("has an impossible length") }
        return try machine.reader.take(byteCount)
      }
    }
    return storages
  }
}
