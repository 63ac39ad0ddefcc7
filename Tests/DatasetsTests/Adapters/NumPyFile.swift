import Foundation
import TestSupport

extension TemporaryFolder {
  /// Writes a single string as `numpy.save` does (format 1.0, `<U`).
  func writeNumPy(_ text: String, to name: String) throws {
    let points = text.unicodeScalars.flatMap { scalar in
      (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
    }
    try writeNumPy(type: "<U\(text.unicodeScalars.count)", shape: "()", points, to: name)
  }

  /// Writes numbers as `numpy.save` does (format 1.0, `<f8`).
  func writeNumPy(_ numbers: [Double], to name: String) throws {
    let bytes = numbers.flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) }
    }
    try writeNumPy(type: "<f8", shape: "(\(numbers.count),)", bytes, to: name)
  }

  private func writeNumPy(type: String, shape: String, _ bytes: [UInt8], to name: String) throws {
    let header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    let place = try write("", to: name)
    try Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header + bytes)
      .write(to: place)
  }
}
