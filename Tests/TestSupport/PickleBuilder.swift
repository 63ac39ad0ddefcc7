import Foundation

/// Writes pickles opcode by opcode.
public struct PickleBuilder {
  public private(set) var bytes = Data()

  /// Begins with the protocol's number; nil for nothing.
  public init(pickleProtocol: UInt8? = 2) {
    if let pickleProtocol { bytes += [0x80, pickleProtocol] }
  }

  /// One opcode, by pickle's letter for it.
  public func opcode(_ letter: Character, _ argument: Data = Data()) -> PickleBuilder {
    raw(Data(String(letter).utf8) + argument)
  }

  public func raw(_ more: Data) -> PickleBuilder {
    var next = self
    next.bytes += more
    return next
  }

  public func text(_ text: String) -> PickleBuilder {
    opcode("X", PickleBuilder.number(UInt32(text.utf8.count)) + Data(text.utf8))
  }

  public func integer(_ value: Int32) -> PickleBuilder {
    opcode("J", PickleBuilder.number(value))
  }

  public func global(_ module: String, _ name: String) -> PickleBuilder {
    opcode("c", Data("\(module)\n\(name)\n".utf8))
  }

  /// A tuple of whole numbers.
  public func integers(_ values: [Int32]) -> PickleBuilder {
    values.reduce(opcode("(")) { $0.integer($1) }.opcode("t")
  }

  /// A tensor of torch's.
  public func tensor(
    storageType: String = "FloatStorage", key: String = "0", elementCount: Int32, offset: Int32 = 0,
    shape: [Int32], strides: [Int32]
  ) -> PickleBuilder {
    global("torch._utils", "_rebuild_tensor_v2").opcode("(").opcode("(").text("storage")
      .global("torch", storageType).text(key).text("cpu").integer(elementCount).opcode("t")
      .opcode("Q").integer(offset).integers(shape).integers(strides)
      .raw(Data([0x89, 0x4E, 0x74, 0x52]))
  }

  /// A table of one tensor called “a”, and the end.
  public static func table(_ tensor: (PickleBuilder) -> PickleBuilder) -> Data {
    tensor(PickleBuilder().opcode("}").text("a")).opcode("s").opcode(".").bytes
  }

  public static func number(_ value: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }
}

/// A file in the form of `torch.save` around a pickle.
public func torchFile(
  pickle: Data, storages: [String: Data] = [:], byteOrder: String = "little",
  zip: ZipBuilder = ZipBuilder()
) -> Data {
  let entries =
    [("archive/data.pkl", pickle), ("archive/byteorder", Data(byteOrder.utf8))]
    + storages.sorted { $0.key < $1.key }.map { ("archive/data/\($0.key)", $0.value) }
  return zip.build(entries.map { (name: $0.0, bytes: $0.1) })
}
