import Foundation

/// Numbers or strings as NumPy's `save` writes them (format versions 1.0 to 3.0).
///
/// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Nothing in
/// the file is executed; pickled objects and records are refused.
public struct NumPyArray: Sendable, Equatable {
  public enum Values: Sendable, Equatable {
    /// Booleans, whole numbers and floating-point numbers (16 to 64 bits); whole numbers above 2⁵³
    /// are rounded.
    case numbers([Double])
    case strings([String])
  }

  /// The size of each axis; empty for a single value.
  public let shape: [Int]
  /// In row-major order.
  public let values: Values

  /// - Throws: `SmilestoneError` (bad input) that names the file and what is wrong with it.
  public init(contentsOf url: URL) throws {
    try self.init(InputFile.read(url), name: url.path)
  }

  /// - Parameter name: the file's name, for messages.
  public init(_ data: Data, name: String) throws {
    do {
      let bytes = [UInt8](data)
      let header = try NumPyHeader(bytes)
      shape = header.shape
      values = try header.values(in: bytes)
    } catch let problem as NumPyError {
      throw SmilestoneError.badInput(
        "\(name) cannot be used: \(problem.text).",
        remedy: "Save it again with numpy.save, as numbers or strings.")
    }
  }

  /// The one value, as text, of an array that holds one value; nil for others.
  public var singleText: String? {
    switch values {
    case .numbers(let numbers) where numbers.count == 1:
      return Int(exactly: numbers[0]).map { "\($0)" } ?? "\(numbers[0])"
    case .strings(let strings) where strings.count == 1: return strings[0]
    default: return nil
    }
  }
}

private struct NumPyError: Error {
  let text: String

  init(_ text: String) { self.text = text }
}

/// The part before the values: a Python dictionary with the keys descr, fortran_order and shape.
private struct NumPyHeader {
  let shape: [Int]
  private let element: Element
  private let start: Int

  private struct Element {
    /// "f", "i", "u", "b", "U" or "S".
    let kind: Character
    /// In bytes; code points of four bytes for "U".
    let size: Int
    let isBigEndian: Bool
  }

  init(_ bytes: [UInt8]) throws {
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 10 else {
      throw NumPyError("it is not a NumPy file")
    }
    guard (1...3).contains(bytes[6]) else {
      throw NumPyError("version \(bytes[6]) of the format is not known")
    }
    let lengthSize = bytes[6] == 1 ? 2 : 4
    let textStart = 8 + lengthSize
    guard bytes.count >= textStart else { throw NumPyError("it ends early") }
    let length = bytes[8..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - textStart else { throw NumPyError("it ends early") }
    start = textStart + length
    guard let text = String(validating: bytes[textStart..<start], as: UTF8.self) else {
      throw NumPyError("its header is not text")
    }
    element = try Self.element(text)
    shape = try Self.shape(text)
    if shape.count > 1, text.contains("'fortran_order': True") {
      throw NumPyError("its values are in column-major order")
    }
  }

  private static func element(_ text: String) throws -> Element {
    guard let match = text.firstMatch(of: /'descr'\s*:\s*'([<>=|]?)([fiubUS])(\d{1,6})'/),
      let size = Int(match.3), let kind = match.2.first
    else { throw NumPyError("its values are neither numbers nor strings") }
    let sizes: [Character: Set<Int>] = [
      "f": [2, 4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1],
    ]
    if let known = sizes[kind], !known.contains(size) {
      throw NumPyError("its numbers have \(size) bytes each")
    }
    return Element(kind: kind, size: kind == "U" ? 4 * size : size, isBigEndian: match.1 == ">")
  }

  private static func shape(_ text: String) throws -> [Int] {
    guard let match = text.firstMatch(of: /'shape'\s*:\s*\(([0-9, ]*)\)/) else {
      throw NumPyError("its header names no shape")
    }
    return try match.1.split(whereSeparator: { $0 == "," || $0 == " " }).map { part in
      guard let size = Int(part) else { throw NumPyError("its shape is too large") }
      return size
    }
  }

  func values(in bytes: [UInt8]) throws -> NumPyArray.Values {
    var count = 1
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows else { throw NumPyError("its shape is too large") }
      count = product
    }
    let (total, overflows) = count.multipliedReportingOverflow(by: element.size)
    guard !overflows, total <= bytes.count - start else { throw NumPyError("it ends early") }
    guard total == bytes.count - start else { throw NumPyError("bytes follow its values") }
    // An array of empty strings has values of no size, and could claim any number of them.
    guard element.size > 0 || count <= 1 else { throw NumPyError("its strings have no size") }
    let places = (0..<count).map { start + $0 * element.size }
    if element.kind == "U" || element.kind == "S" {
      return .strings(try places.map { try string(bytes[$0..<$0 + element.size]) })
    }
    return .numbers(places.map { number(bytes[$0..<$0 + element.size]) })
  }

  private func bits(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    element.isBigEndian
      ? bytes.reduce(0) { $0 << 8 | UInt64($1) }
      : bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> Double {
    let bits = bits(bytes)
    switch (element.kind, element.size) {
    case ("f", 2): return Double(halfPrecision(UInt16(truncatingIfNeeded: bits)))
    case ("f", 4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case ("f", _): return Double(bitPattern: bits)
    case ("i", _):
      let shift = UInt64(64 - 8 * element.size)
      return Double(Int64(bitPattern: bits << shift) >> shift)
    default: return Double(bits)
    }
  }

  /// IEEE 754 binary16; Swift's `Float16` is not there on every platform.
  private func halfPrecision(_ bits: UInt16) -> Float {
    let magnitude: Float
    let fraction = Float(bits & 0x3FF)
    switch (bits >> 10) & 0x1F {
    case 0: magnitude = fraction * 0x1p-24
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    case let exponent: magnitude = (1 + fraction * 0x1p-10) * exp2(Float(exponent) - 15)
    }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }

  /// Shorter strings are filled up with zeros.
  private func string(_ bytes: ArraySlice<UInt8>) throws -> String {
    if element.kind == "S" {
      let content = bytes.prefix { $0 != 0 }
      guard let text = String(validating: content, as: UTF8.self) else {
        throw NumPyError("a string is not UTF-8")
      }
      return text
    }
    var text = String.UnicodeScalarView()
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4) {
      let code = UInt32(truncatingIfNeeded: bits(bytes[start..<start + 4]))
      if code == 0 { break }
      guard let scalar = Unicode.Scalar(code) else {
        throw NumPyError("a string holds what is no character")
      }
      text.append(scalar)
    }
    return String(text)
  }
}
