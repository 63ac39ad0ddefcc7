import Foundation
import Support
import Synchronization

/// Decoded faces in a folder of files, kept by the contents of their images: the same image, wherever
/// it lies and in whatever list, is decoded once for each form.
///
/// A cache opens a file of the folder once, and an image file at most once while it stays as it is. The
/// faces' bytes have checksums, which are compared when a file is opened: a damaged one is removed, and
/// its faces are made again.
public final class FaceCache: Sendable {
  public let folder: URL
  private let contents = KnownContents()
  private let files = Mutex<[FaceForm: [FaceStoreFile]]>([:])

  /// - Parameter folder: made when the first face is kept.
  public init(_ folder: URL) { self.folder = folder }

  /// Reads the images that this process has not read yet, decodes those whose faces are not kept, and
  /// hands out the faces in one form; all cores take part.
  ///
  /// Images that are missing, unreadable, damaged or too small are skipped, with a reason each. Killed
  /// while decoding, it leaves nothing that is used later.
  /// - Parameters:
  ///   - images: paths of JPEG, PNG or WebP files.
  ///   - others: forms that are wanted later: an image that is decoded is kept in these too.
  ///   - observer: learns of "Reading", in images.
  /// - Throws: `SmilestoneError` when faces cannot be written (a full disk, say) or an image changes
  ///   while it is read.
  public func open(
    _ images: [String], as form: FaceForm, besides others: [FaceForm] = [],
    observer: any ProgressObserver = SilentObserver()
  ) throws -> FaceStore {
    let forms = [form] + Set(others).subtracting([form]).sorted { $0.filePrefix < $1.filePrefix }
    let kept = forms.map { openFiles($0, observer: observer) }
    let pass = FacePass(
      images: images, forms: forms, contents: contents,
      isKept: { hash in kept.allSatisfy { $0.contains { $0.slots[hash] != nil } } },
      progress: ProgressCounter(
        task: "Decoding images", total: images.count, unit: "images", observer: observer))
    let rows = try rows(pass)
    return try FaceStore(images: images, form: form, contents: rows, files: openFiles(form))
  }

  /// The content of each image, its faces kept.
  private func rows(_ pass: FacePass) throws -> [ImageContent] {
    var rows: [ImageContent] = []
    while rows.count < pass.images.count {
      let first = try pass.chunk(from: rows.count)
      let room = pass.images.count - rows.count
      rows += first.map(\.content)
      guard first.contains(where: { $0.made != nil }) else { continue }
      let urls = try FaceStoreWriter.write(pass.forms, into: folder, room: room) { writers in
        try FaceCache.append(first, to: writers)
        while rows.count < pass.images.count {
          let chunk = try pass.chunk(from: rows.count)
          rows += chunk.map(\.content)
          try FaceCache.append(chunk, to: writers)
        }
      }
      for (form, url) in zip(pass.forms, urls) {
        guard let file = FaceStoreFile(url, form: form) else {
          throw SmilestoneError.failed(
            "The store of faces \(url.path) cannot be read.",
            remedy: "Check the disk, then run again.")
        }
        files.withLock { $0[form, default: []].append(file) }
      }
    }
    return rows
  }

  private static func append(_ readings: [FacePass.Reading], to writers: [FaceStoreWriter]) throws {
    for reading in readings {
      guard let made = reading.made, case .bytes(let hash) = reading.content else { continue }
      for (place, writer) in writers.enumerated() {
        try writer.append(made, face: made.faces[place], hash: hash)
      }
    }
  }

  /// The files of a form, those of the folder when they are first asked for.
  private func openFiles(
    _ form: FaceForm, observer: any ProgressObserver = SilentObserver()
  ) -> [FaceStoreFile] {
    if let open = files.withLock({ $0[form] }) { return open }
    AtomicFile.removeLeftovers(in: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let found = names.sorted().filter {
      $0.hasPrefix(form.filePrefix) && $0.hasSuffix(FaceStoreFile.nameEnding)
    }.compactMap { name -> FaceStoreFile? in
      let url = folder.appendingPathComponent(name)
      if let file = FaceStoreFile(url, form: form) { return file }
      observer.message(
        "The store of decoded faces \(url.path) is damaged, or of an earlier version: it is made "
          + "again.")
      try? FileManager.default.removeItem(at: url)
      return nil
    }
    files.withLock { $0[form] = found }
    return found
  }
}
