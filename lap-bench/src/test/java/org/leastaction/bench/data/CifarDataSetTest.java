package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.data.CifarDataSet.CifarClasses;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.bench.data.FileCheck.Status;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.Augmentation.CropFlip;
import org.leastaction.io.InputFileException;
import org.leastaction.points.LabelledPoints;

class CifarDataSetTest {

    @TempDir
    Path folder;

    private final DataSets sets = DataSets.standard();

    private DataSet load(DataRequest request) throws IOException {
        return sets.load(request, DataPlaces.of(Optional.of(folder), Optional.empty(), folder.resolve("home")));
    }

    private static void requireImage(LabelledPoints points, int row, int image) {
        double[] mean = {0.49140, 0.48216, 0.44653};
        double[] std = {0.24703, 0.24349, 0.26159};
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(points.points().get(row, (y * 32 + x) * 3 + c))
                            .isCloseTo((CifarFiles.pixel(image, y, x, c) / 255.0 - mean[c]) / std[c], within(1e-5));
                }
            }
        }
    }

    @Test
    void readsTheBinaryVersionOfTenClasses() throws IOException {
        CifarFiles.writeTen(folder.resolve("cifar10/cifar-10-batches-bin"));

        DataSet cifar = load(DataRequest.of("cifar10"));

        assertThat(cifar.train().size()).isEqualTo(20);
        assertThat(cifar.test().size()).isEqualTo(6);
        assertThat(cifar.train().shape()).containsExactly(32, 32, 3);
        assertThat(cifar.train().classes()).isEqualTo(10);
        assertThat(cifar.train().labels()[13]).isEqualTo(3);
        requireImage(cifar.train(), 13, 13);
        requireImage(cifar.test(), 5, 25);
        assertThat(cifar.usual()).isInstanceOfSatisfying(CropFlip.class, crop -> {
            assertThat(crop.padding()).isEqualTo(4);
            assertThat(crop.fill().get(2)).as("black, normalised").isCloseTo(-0.44653 / 0.26159, within(1e-12));
        });
    }

    /** A model, or a file of class names, that numbers the set's classes otherwise. */
    @Test
    void anotherOrderOfItsClassesIsRefused() throws IOException {
        CifarFiles.writeTen(folder.resolve("cifar10/cifar-10-batches-bin"));
        List<String> swapped = new ArrayList<>(CifarClasses.TEN);
        Collections.swap(swapped, 2, 5);
        DataRequest measured = measured(InputDescription.unknown().withClasses(swapped, swapped));
        assertThatThrownBy(() -> load(measured)).hasMessage("class 2 is 'bird' in the data and 'dog' in the model: the"
                + " classes are in another order; --label-map gives the model's class for each of the data");

        Path file = Files.writeString(folder.resolve("names"), String.join("\n", swapped));
        DataRequest named = DataRequest.of("cifar10").withClassNames(file);
        assertThatThrownBy(() -> load(named)).hasMessageContaining("class 2 is 'bird' in the data and 'dog' in the file"
                + " of class names: the classes are in another order; leave --class-names out");
        Files.writeString(file, "avion\nauto\noiseau\nchat\ncerf\nchien\ngrenouille\ncheval\nbateau\ncamion\n");
        assertThat(load(named).classNames()).startsWith("avion").endsWith("camion");
    }

    @Test
    void aModelThatTakesBlueFirstHasARemark() throws IOException {
        CifarFiles.writeTen(folder.resolve("cifar10/cifar-10-batches-bin"));
        for (String colour : List.of("bgr", "rgb")) {
            DataSet cifar = load(measured(InputDescription.unknown()
                    .with(new PicturePreparation(List.of(), List.of(), "", colour, ""))));
            assertThat(String.join("", cifar.remarks()).contains("the model takes blue first"))
                    .isEqualTo(colour.equals("bgr"));
        }
    }

    private static DataRequest measured(InputDescription described) {
        FlowShape network =
                new FlowShape(List.of(32, 32, 3), List.of(4), List.of(new Segment(List.of(4), 1)), 10);
        return DataRequest.of("cifar10").withPurpose(
                Purpose.measuring(network).withModel(ModelInputs.unknown().with(described, network)));
    }

    @Test
    void theArchiveTheUnpackedFilesAndAPathAreTheSameData() throws IOException {
        Path unpacked = folder.resolve("elsewhere");
        CifarFiles.writeTen(unpacked);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("cifar-10-batches-bin/batches.meta.txt", new byte[700]);
        for (String name : new String[] {"data_batch_1.bin", "data_batch_5.bin", "data_batch_3.bin", "data_batch_2.bin",
                "data_batch_4.bin", "test_batch.bin"}) {
            members.put("cifar-10-batches-bin/" + name, Files.readAllBytes(unpacked.resolve(name)));
        }
        Path archive = Files.createDirectories(folder.resolve("cifar10")).resolve("cifar-10-binary.tar.gz");
        Files.write(archive, CifarFiles.tarGz(members));

        DataSet fromArchive = load(DataRequest.of("cifar10").withTrainSize(7).withSeed(4));
        DataSet fromPath = load(DataRequest.of(unpacked.toString()).withTrainSize(7).withSeed(4));

        assertThat(fromPath.sha256()).isEqualTo(fromArchive.sha256());
        assertThat(fromPath.name()).isEqualTo("cifar10");
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> load(DataRequest.of("cifar10"))).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(archive + ": is no whole archive: ");
    }

    @Test
    void readsTheFineLabelsOfAHundredClasses() throws IOException {
        Path place = Files.createDirectories(folder.resolve("cifar100"));
        Files.write(place.resolve("train.bin"), CifarFiles.records(90, 12, 100, 2));
        Files.write(place.resolve("test.bin"), CifarFiles.records(0, 3, 100, 2));

        DataSet cifar = load(DataRequest.of("cifar100"));

        assertThat(cifar.train().labels()).containsExactly(90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 0, 1);
        assertThat(cifar.train().classes()).isEqualTo(100);
        requireImage(cifar.train(), 2, 92);
    }

    @Test
    void classFoldersOfItsClassesAreTheSet() throws IOException {
        Path images = folder.resolve("pictures");
        int number = 0;
        for (String name : CifarClasses.TEN) {
            CifarFiles.image(images.resolve("train").resolve(name).resolve("one.png"), number, 32, 3);
            CifarFiles.image(images.resolve("test").resolve(name).resolve("one.png"), number + 20, 32, 3);
            number++;
        }

        DataSet cifar = load(DataRequest.of(images.toString()));

        assertThat(cifar.name()).isEqualTo("cifar10");
        requireImage(cifar.train(), 6, 6);
        requireImage(cifar.test(), 9, 29);
        assertThat(cifar.usual().key()).isEqualTo("crop-flip");
    }

    @Test
    void damagedFilesAreNamedWithWhatIsWrong() throws IOException {
        Path place = folder.resolve("cifar10");
        CifarFiles.writeTen(place);
        byte[] wrongLabel = CifarFiles.records(0, 4, 10, 1);
        wrongLabel[3073] = 10;
        Files.write(place.resolve("data_batch_2.bin"), wrongLabel);
        assertThatThrownBy(() -> load(DataRequest.of("cifar10")))
                .hasMessage(place + ": label 10 of image 5 is not in 0 to 9");
        Files.write(place.resolve("data_batch_2.bin"), new byte[3072]);
        assertThatThrownBy(() -> load(DataRequest.of("cifar10"))).hasMessage(
                place + ": has a file of 3072 bytes; whole records of 3073 bytes are needed");
        Files.delete(place.resolve("data_batch_2.bin"));
        assertThatThrownBy(() -> load(DataRequest.of("cifar10")))
                .hasMessage("cifar10 is incomplete in " + place + ": there is no data_batch_2.bin; 'lap data get"
                        + " cifar10' downloads it, into the folder of --data-dir if that is given");
    }

    /** What is missing and where, whether it is one file or all of them. */
    @Test
    void aFolderThatLacksFilesIsNamedWithThem() throws IOException {
        Path place = Files.createDirectories(folder.resolve("cifar100/cifar-100-binary"));
        assertThatThrownBy(() -> load(DataRequest.of("cifar100")))
                .hasMessageStartingWith("the data set cifar100 was not found; looked in --data-dir " + folder)
                .hasMessageEndingWith("; " + place + " has no train.bin, no test.bin of cifar100");
        Files.writeString(place.resolve("fine_label_names.txt"), "apple");
        for (Path path : List.of(place, place.getParent())) {
            assertThatThrownBy(() -> load(DataRequest.of(path.toString())))
                    .hasMessage(place + " has no train.bin, no test.bin of cifar100");
        }
        Files.write(place.resolve("train.bin"), CifarFiles.records(0, 4, 100, 2));
        for (String data : List.of("cifar100", place.toString())) {
            assertThatThrownBy(() -> load(DataRequest.of(data)))
                    .hasMessage("cifar100 is incomplete in " + place + ": there is no test.bin; 'lap data get"
                            + " cifar100' downloads it, into the folder of --data-dir if that is given");
        }
        assertThat(CifarDataSet.cifar100().lacking(place)).containsExactly("test.bin");
        Files.write(place.resolve("test.bin"), CifarFiles.records(0, 4, 100, 2));
        assertThat(CifarDataSet.cifar100().lacking(place)).isEmpty();
        Files.write(folder.resolve("cifar-100-binary.tar.gz"), CifarFiles.tarGz(Map.of("c/train.bin", new byte[3074])));
        assertThatThrownBy(() -> load(DataRequest.of(folder.toString()))).hasMessageContaining(
                "cifar100 is incomplete in " + folder.resolve("cifar-100-binary.tar.gz")
                        + ": the archive has no test.bin");
    }

    @Test
    void thePythonVersionIsNamed() throws IOException {
        Path place = Files.createDirectories(folder.resolve("cifar-10-batches-py"));
        Files.write(place.resolve("data_batch_1"), new byte[5]);
        Files.write(place.resolve("test_batch"), new byte[5]);
        assertThatThrownBy(() -> load(DataRequest.of("cifar10"))).hasMessageEndingWith(place + " holds the Python"
                + " version of cifar10, which is not read; the binary version has data_batch_1.bin, data_batch_2.bin,"
                + " data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, test_batch.bin");
    }

    @Test
    void unpackedFilesAreCheckedByTheirSizes() throws IOException {
        Path place = folder.resolve("cifar10");
        CifarFiles.writeTen(place);
        Files.delete(place.resolve("data_batch_5.bin"));
        Files.write(place.resolve("test_batch.bin"), new byte[30_730_000]);

        List<FileCheck> checks = sets.named("cifar10").check(place);

        assertThat(checks).extracting(FileCheck::status).containsExactly(
                Status.WRONG, Status.WRONG, Status.WRONG, Status.WRONG, Status.MISSING, Status.UNKNOWN);
        assertThat(checks.get(0).detail()).isEqualTo("12292 bytes, published are 30730000");
    }
}
