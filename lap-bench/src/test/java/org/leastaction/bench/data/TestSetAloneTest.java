package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.bench.data.CifarDataSet.CifarClasses;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.io.AtomicFiles;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** For every form of data set, the test points suffice to measure a network, but not to train one. */
class TestSetAloneTest {

    @TempDir
    Path folder;

    /** The forms of data sets on disk, each written completely, and its part of training data. */
    private enum Form {
        CLASS_FOLDERS(2, "train"),
        CIFAR_CLASS_FOLDERS(10, "train"),
        CIFAR_BINARIES(10, "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                "data_batch_5.bin"),
        NPY_FOLDER(3, "x_train.npy", "y_train.npy"),
        IDX(10, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");

        private final int classes;
        private final List<String> training;

        Form(int classes, String... training) {
            this.classes = classes;
            this.training = List.of(training);
        }

        void write(Path folder) throws IOException {
            switch (this) {
                case CLASS_FOLDERS -> {
                    for (String set : List.of("train", "test")) {
                        CifarFiles.image(folder.resolve(set).resolve("cat/0.png"), 1, 5, 3);
                        CifarFiles.image(folder.resolve(set).resolve("dog/0.png"), 2, 5, 3);
                    }
                }
                case CIFAR_CLASS_FOLDERS -> {
                    for (String name : CifarClasses.TEN) {
                        CifarFiles.image(folder.resolve("train").resolve(name).resolve("0.png"), 1, 32, 3);
                        CifarFiles.image(folder.resolve("test").resolve(name).resolve("0.png"), 2, 32, 3);
                    }
                }
                case CIFAR_BINARIES -> CifarFiles.writeTen(folder);
                case NPY_FOLDER -> {
                    for (Map.Entry<String, NpyArray> array : arrays().entrySet()) {
                        Npy.write(folder.resolve(array.getKey() + ".npy"), array.getValue());
                    }
                }
                case IDX -> IdxFiles.write(folder, 30, 20);
            }
        }

        String name(Path folder) {
            return this == IDX ? "mnist" : folder.toString();
        }
    }

    private static Map<String, NpyArray> arrays() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x_train", NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        arrays.put("y_train", NpyArray.of(new int[] {0, 1, 2}, 3));
        arrays.put("x_test", NpyArray.of(new float[] {7, 8, 9, 10}, 2, 2));
        arrays.put("y_test", NpyArray.of(new int[] {1, 0}, 2));
        return arrays;
    }

    private DataSet load(Path data, DataRequest request) throws IOException {
        return DataSets.standard().load(request, DataPlaces.of(Optional.of(data), Optional.empty(), folder));
    }

    @ParameterizedTest
    @EnumSource
    void measuresWithoutTrainingPoints(Form form) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        form.write(data);
        DataRequest training = DataRequest.of(form.name(data));
        DataRequest measuring = training.withPurpose(Purpose.measuring(form.classes));
        DataSet whole = load(data, training);
        String measured = load(data, measuring).sha256();
        if (!form.name().endsWith("CLASS_FOLDERS")) { // of which only the measured pictures are read
            assertThat(measured).isEqualTo(whole.sha256());
        }
        for (String part : form.training) {
            AtomicFiles.delete(data.resolve(part));
        }

        DataSet alone = load(data, measuring);

        assertThat(alone.train().size()).isZero();
        if (form.name().endsWith("CLASS_FOLDERS")) {
            assertThat(alone.sha256()).isEqualTo(measured).isNotEqualTo(whole.sha256());
        }
        assertThat(alone.test().points().toArray()).containsExactly(whole.test().points().toArray());
        assertThat(alone.test().labels()).containsExactly(whole.test().labels());
        assertThat(alone.test().classes()).isEqualTo(whole.test().classes()).isEqualTo(form.classes);
        assertThat(alone.normalisation()).isEqualTo(whole.normalisation());
        assertThatThrownBy(() -> load(data, training)).isInstanceOf(IOException.class)
                .message().contains(form.training.get(0)).doesNotContain("\n");
    }

    @Test
    void arraysInOneFileToo() throws IOException {
        Map<String, NpyArray> arrays = arrays();
        arrays.keySet().removeIf(name -> name.endsWith("_train"));
        Path file = folder.resolve("data.npz");
        Npz.write(file, arrays);

        DataSet alone = load(folder, DataRequest.of(file.toString()).withPurpose(Purpose.measuring(3)));

        assertThat(alone.test().labels()).containsExactly(1, 0);
        assertThat(alone.test().classes()).as("those of the network").isEqualTo(3);
    }

    @Test
    void trainingImagesAloneCannotBeMeasured() throws IOException {
        CifarFiles.image(folder.resolve("train/cat/0.png"), 1, 5, 3);
        CifarFiles.image(folder.resolve("train/dog/0.png"), 2, 5, 3);

        assertThatThrownBy(() -> load(folder, DataRequest.of(folder.toString()).withPurpose(Purpose.measuring(2))))
                .hasMessageContaining("has a folder train but no folder test");
    }
}
