// PredictFolder MODEL FOLDER: what an expression model says of the faces in a folder, as CSV.
import Datasets
import Faces
import Foundation
import Imaging
import Study
import Support

let words = Array(CommandLine.arguments.dropFirst())
guard words.count == 2 else {
  print("usage: PredictFolder MODEL FOLDER")
  exit(2)
}
do {
  let model = try ModelFile(
    contentsOf: URL(fileURLWithPath: words[0]), kind: .expression, device: .cpu)
  let folder = URL(fileURLWithPath: words[1])
  let faces = Manifest(
    folder: folder, records: try ImageFolder(folder).images.map { FaceRecord(image: $0) },
    vocabulary: model.description.vocabulary)
  // Decoded faces are kept for the next time, here only until the end.
  let cache = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: cache) }
  let table = try FacePrediction(
    expressionModels: [model], ageModel: nil, device: .cpu, observer: SilentObserver()
  ).predict(faces, cache: FaceCache(cache))
  print(table.csv, terminator: "")
} catch {
  print("\(error)")
  exit(1)
}
