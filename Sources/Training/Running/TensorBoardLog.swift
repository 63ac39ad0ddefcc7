import Foundation
import Support

/// Writes a training's scores as an event file that TensorBoard opens.
///
/// The file is a sequence of records, each a length, the length's checksum, the data and the data's
/// checksum (TensorFlow's TFRecord format); the data are `Event` messages in protocol-buffer
/// encoding. Source: tensorflow/core/util/event.proto and summary.proto.
final class TensorBoardLog {
  private let handle: FileHandle
  private let url: URL

  /// Starts the file again with the epochs that have ended; those of an earlier attempt go.
  init(folder: URL, history: TrainingHistory) throws {
    try AtomicFile.createFolder(folder)
    let earlier = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in earlier where name.hasPrefix("events.out.tfevents.") {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    let time = Date().timeIntervalSince1970
    url = folder.appendingPathComponent("events.out.tfevents.\(Int(time)).smilestone")
    var data = TensorBoardEvent.version(wallTime: time).record
    for epoch in history.epochs {
      data +=
        TensorBoardEvent.scores(
          of: epoch, scoreName: history.scoreName, wallTime: time
        ).record
    }
    try AtomicFile.write(data, to: url)
    handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
  }

  /// Adds the last epoch.
  func append(_ history: TrainingHistory) throws {
    guard let last = history.epochs.last else { return }
    let event = TensorBoardEvent.scores(
      of: last, scoreName: history.scoreName, wallTime: Date().timeIntervalSince1970)
    do {
      try handle.write(contentsOf: event.record)
    } catch {
      throw SmilestoneError.failed(
        "Cannot write \(url.path): \(error.localizedDescription)",
        remedy: "Free some space, then run the command again.")
    }
  }
}

/// One `Event` message.
public struct TensorBoardEvent {
  /// The encoded message.
  private let message: Data

  /// The first event of a file.
  public static func version(wallTime: Double) -> TensorBoardEvent {
    var message = ProtocolBuffer()
    message.add(double: wallTime, field: 1)
    message.add(bytes: Data("brain.Event:2".utf8), field: 3)
    return TensorBoardEvent(message: message.data)
  }

  /// Loss, score and learning rate of one epoch, under the tags `loss/train`, `loss/validation`,
  /// `accuracy/train` …
  public static func scores(
    of epoch: EpochRecord, scoreName: String, wallTime: Double
  ) -> TensorBoardEvent {
    let values = [
      ("loss/train", epoch.training.loss), ("loss/validation", epoch.validation.loss),
      ("\(scoreName)/train", epoch.training.score),
      ("\(scoreName)/validation", epoch.validation.score),
      ("learning_rate", epoch.learningRate),
    ]
    var summary = ProtocolBuffer()
    for (tag, number) in values {
      var value = ProtocolBuffer()
      value.add(bytes: Data(tag.utf8), field: 1)
      value.add(float: Float(number), field: 2)
      summary.add(bytes: value.data, field: 1)
    }
    var message = ProtocolBuffer()
    message.add(double: wallTime, field: 1)
    message.add(integer: UInt64(epoch.epoch), field: 2)
    message.add(bytes: summary.data, field: 5)
    return TensorBoardEvent(message: message.data)
  }

  /// The message as a record of the file.
  public var record: Data {
    let length = littleEndian(UInt64(message.count))
    return length + littleEndian(Checksum.masked(length)) + message
      + littleEndian(Checksum.masked(message))
  }
}

/// The three kinds of protocol-buffer fields that events have.
private struct ProtocolBuffer {
  private(set) var data = Data()

  mutating func add(integer: UInt64, field: UInt8) {
    data.append(field << 3)
    add(variableLength: integer)
  }

  mutating func add(double: Double, field: UInt8) {
    data.append(field << 3 | 1)
    data += littleEndian(double.bitPattern)
  }

  mutating func add(bytes: Data, field: UInt8) {
    data.append(field << 3 | 2)
    add(variableLength: UInt64(bytes.count))
    data += bytes
  }

  mutating func add(float: Float, field: UInt8) {
    data.append(field << 3 | 5)
    data += littleEndian(float.bitPattern)
  }

  private mutating func add(variableLength value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }
}

/// CRC-32C (Castagnoli), masked as TFRecord has it.
private enum Checksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? 0x82F6_3B78 ^ (value >> 1) : value >> 1
    }
  }

  static func masked(_ data: Data) -> UInt32 {
    let sum = ~data.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}

private func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> Data {
  withUnsafeBytes(of: number.littleEndian) { Data($0) }
}
