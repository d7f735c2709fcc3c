package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.io.InputFileException;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

class DataSetsTest {

    @TempDir
    Path folder;

    private final DataSets sets = DataSets.standard();

    private DataPlaces places() {
        return DataPlaces.of(Optional.of(folder), Optional.empty(), folder.resolve("home"));
    }

    private DataSet load(DataRequest request) throws IOException {
        return sets.load(request, places());
    }

    /** The number of the image of a point: images are filled with their number. */
    private static int[] images(LabelledPoints points, double mean, double std) {
        return IntStream.range(0, points.size())
                .map(i -> (int) Math.round((points.points().get(i, 0) * std + mean) * 255))
                .toArray();
    }

    @Test
    void circlesAreSplitEightyTwentyByDefault() throws IOException {
        DataSet circles = load(DataRequest.of("circles").withSeed(3));

        assertThat(circles.name()).isEqualTo("circles");
        assertThat(circles.train().size()).isEqualTo(800);
        assertThat(circles.test().size()).isEqualTo(200);
        assertThat(circles.train().shape()).containsExactly(2);
        assertThat(circles.normalisation()).isEqualTo(Normalisation.identity());
    }

    @Test
    void circlesAreAsManyAsAskedFor() throws IOException {
        DataSet circles = load(DataRequest.of("circles").withTrainSize(50).withTestSize(3000));

        assertThat(circles.train().size()).isEqualTo(50);
        assertThat(circles.test().size()).isEqualTo(3000);
    }

    @Test
    void oneSeedGivesTheSameDataAnotherDoesNot() throws IOException {
        DataSet first = load(DataRequest.of("circles").withSeed(3));

        assertThat(load(DataRequest.of("circles").withSeed(3)).sha256()).isEqualTo(first.sha256());
        assertThat(load(DataRequest.of("circles").withSeed(4)).sha256()).isNotEqualTo(first.sha256());
        assertThat(first.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void theSumSeesEveryCoordinateAndLabel() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 30, 20);
        String whole = load(DataRequest.of("mnist")).sha256();
        byte[] images = IdxFiles.images(30);
        images[images.length - 1]++;
        Files.write(folder.resolve("mnist/train-images-idx3-ubyte"), images);
        String otherPixel = load(DataRequest.of("mnist")).sha256();
        byte[] labels = IdxFiles.labels(20);
        labels[labels.length - 1]--;
        Files.write(folder.resolve("mnist/t10k-labels-idx1-ubyte.gz"), IdxFiles.packed(labels));
        String otherLabel = load(DataRequest.of("mnist")).sha256();

        assertThat(List.of(whole, otherPixel, otherLabel)).doesNotHaveDuplicates();
    }

    @Test
    void imagesAreScaledAndNormalised() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 30, 20);

        DataSet mnist = load(DataRequest.of("mnist"));

        assertThat(mnist.train().shape()).containsExactly(4, 3, 1);
        assertThat(mnist.train().classes()).isEqualTo(10);
        assertThat(mnist.train().labels()[13]).isEqualTo(3);
        assertThat(mnist.train().points().get(29, 11)).isCloseTo((29 / 255.0 - 0.13066) / 0.30811, within(1e-6));
        assertThat(mnist.normalisation()).isEqualTo(Normalisation.of(0.13066, 0.30811));
    }

    @Test
    void givenMeanAndDeviationReplaceTheSetsOwn() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 30, 20);

        DataSet mnist = load(DataRequest.of("mnist").withMean(List.of(0.5)).withStd(List.of(2.0)));

        assertThat(mnist.train().points().get(29, 0)).isCloseTo((29 / 255.0 - 0.5) / 2, within(1e-6));
        assertThatThrownBy(() -> load(DataRequest.of("mnist").withMean(List.of(0.5, 0.4, 0.3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mean and a standard deviation for each of the 1 channels, or one for all, are needed,"
                        + " not 3");
        assertThatThrownBy(() -> load(DataRequest.of("mnist").withStd(List.of(0.0))))
                .hasMessage("a standard deviation must be finite and above 0: [0.0]");
    }

    @Test
    void subsetsAreDrawnWithoutReplacementAndApartFromOneAnother() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 200, 100);
        DataRequest request = DataRequest.of("mnist").withMean(List.of(0.0)).withStd(List.of(1.0)).withSeed(9);

        DataSet both = load(request.withTrainSize(50).withTestSize(50));
        DataSet trainOnly = load(request.withTrainSize(50));
        int[] train = images(both.train(), 0, 1);
        int[] test = images(both.test(), 0, 1);

        assertThat(train).hasSize(50).doesNotHaveDuplicates();
        assertThat(test).hasSize(50).doesNotHaveDuplicates();
        assertThat(Arrays.stream(train).max().orElseThrow()).isGreaterThan(100);
        assertThat(both.train().labels()).isEqualTo(Arrays.stream(train).map(i -> i % 10).toArray());
        assertThat(images(trainOnly.train(), 0, 1)).as("the test size does not move the training set").isEqualTo(train);
        assertThat(trainOnly.test().size()).isEqualTo(100);
        assertThat(images(load(request.withTrainSize(50).withSeed(10)).train(), 0, 1)).isNotEqualTo(train);
    }

    @Test
    void everySubsetIsAsLikely() throws IOException {
        int[] drawn = new int[10];
        for (int seed = 0; seed < 4000; seed++) {
            for (int row : DataRequest.of("x").withTrainSize(3).trainingRows(10, new Draw(seed))) {
                drawn[row]++;
            }
        }
        // 1,200 expected each, standard deviation 29.
        assertThat(drawn).as("draws of each of 10 rows over the seeds 0 to 3999")
                .satisfies(counts -> Arrays.stream(counts).forEach(count -> assertThat(count).isBetween(1055, 1345)));
    }

    @Test
    void askingForTooManyNamesWhatThereIs() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 30, 20);

        assertThatThrownBy(() -> load(DataRequest.of("mnist").withTrainSize(31)))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage("mnist has 30 training points, fewer than the 31 asked for");
        assertThatThrownBy(() -> DataRequest.of("mnist").withTestSize(0))
                .hasMessage("the test size must be at least 1, not 0");
    }

    @Test
    void placesAreSearchedInOrder() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path home = folder.resolve("home");
        DataPlaces places = DataPlaces.of(Optional.of(first), Optional.of(second), home);
        KnownDataSet mnist = sets.named("mnist");
        assertThat(sets.find(mnist, places)).isEmpty();

        Path cache = IdxFiles.write(home.resolve(".cache/lap/mnist"), 5, 5);
        assertThat(sets.find(mnist, places)).contains(cache);
        IdxFiles.write(second, 5, 5);
        assertThat(sets.find(mnist, places)).contains(second);
        Path subfolder = IdxFiles.write(first.resolve("mnist"), 5, 5);
        assertThat(sets.find(mnist, places)).contains(subfolder);
    }

    @Test
    void aFolderCalledLikeAnotherSetIsNotTaken() throws IOException {
        Path mnist = IdxFiles.write(folder.resolve("mnist"), 5, 5);
        DataPlaces places = DataPlaces.of(Optional.of(mnist), Optional.empty(), folder.resolve("home"));

        assertThat(sets.find(sets.named("mnist"), places)).contains(mnist);
        assertThat(sets.find(sets.named("fashion-mnist"), places)).isEmpty();
    }

    @Test
    void aMissingSetListsThePlacesAndTheRemedy() {
        assertThatThrownBy(() -> load(DataRequest.of("mnist")))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage("the data set mnist was not found; looked in --data-dir " + folder
                        + ", $LAP_DATA (not set), " + folder.resolve("home/.cache/lap")
                        + ", and in a subfolder mnist of each; 'lap data get mnist' downloads it,"
                        + " or name the folder of its files with --data-dir");
    }

    /**
     * Archives in other than the published form are not read; they are reported with the data that are, and without.
     */
    @ParameterizedTest
    @CsvSource({
            "cifar10,       cifar10-png.tar.xz,        true",
            "cifar10,       CIFAR-10-python.tar.gz,    true",
            "cifar10,       cifar-10.zip,              true",
            "cifar10,       cifar-100-python.tar.gz,   false",
            "cifar10,       cifar10.txt,               false",
            "cifar100,      cifar100-png.tar.xz,       true",
            "mnist,         mnist.zip,                 true",
            "mnist,         fashion-mnist.zip,         false",
            "fashion-mnist, Fashion_MNIST.7z,          true"})
    void anArchiveThatIsNotReadIsReported(String set, String file, boolean reported) throws IOException {
        Path archive = Files.write(Files.createDirectories(folder.resolve(set)).resolve(file), new byte[100]);
        String cause = archive + " is an archive, which is not read: unpack it in its folder";
        assertThatThrownBy(() -> load(DataRequest.of(set))).isInstanceOf(UnavailableDataException.class)
                .hasMessageContaining("was not found")
                .satisfies(refused -> assertThat(refused.getMessage().contains(cause)).isEqualTo(reported));
        Path read = folder.resolve(set);
        switch (set) {
            case "cifar10" -> CifarFiles.writeTen(read.resolve("cifar-10-batches-bin"));
            case "cifar100" -> {
                Files.write(read.resolve("train.bin"), CifarFiles.records(0, 4, 100, 2));
                Files.write(read.resolve("test.bin"), CifarFiles.records(4, 4, 100, 2));
            }
            default -> IdxFiles.write(read, 5, 5);
        }
        assertThat(load(DataRequest.of(set)).remarks()).isEqualTo(
                reported ? List.of(archive + " is not read; the data are read from " + read) : List.of());
    }

    @Test
    void anIncompleteSetNamesTheFile() throws IOException {
        Path mnist = IdxFiles.write(folder.resolve("mnist"), 5, 5);
        Files.delete(mnist.resolve("train-labels-idx1-ubyte"));

        assertThatThrownBy(() -> load(DataRequest.of("mnist")))
                .hasMessage("mnist is incomplete in " + mnist + ": there is neither train-labels-idx1-ubyte nor"
                        + " train-labels-idx1-ubyte.gz; 'lap data get mnist' downloads it, into the folder of --data-dir"
                        + " if that is given");
    }

    /** A folder of IDX files alone does not say which of two sets it is. */
    @Test
    void aFolderOfIdxFilesHasToBeNamed() throws IOException {
        Path digits = IdxFiles.write(folder.resolve("digits"), 5, 5);

        assertThatThrownBy(() -> load(DataRequest.of(digits.toString()))).hasMessage(digits
                + " holds files of MNIST or Fashion-MNIST: --data mnist --data-dir " + digits + " reads them");
    }

    @Test
    void imagesAndLabelsMustBeAsMany() throws IOException {
        Path mnist = IdxFiles.write(folder.resolve("mnist"), 5, 5);
        Path labels = Files.write(mnist.resolve("train-labels-idx1-ubyte"), IdxFiles.labels(4));

        assertThatThrownBy(() -> load(DataRequest.of("mnist")))
                .hasMessage(labels + ": has 4 labels, train-images-idx3-ubyte has 5 images; they must be as many");
        byte[] eleven = IdxFiles.labels(5);
        eleven[eleven.length - 1] = 11;
        Files.write(labels, eleven);
        assertThatThrownBy(() -> load(DataRequest.of("mnist")))
                .hasMessage(labels + ": label 11 of image 4 is not in 0 to 9");
    }

    @Test
    void anUnknownSetListsTheKnown() {
        assertThatThrownBy(() -> load(DataRequest.of("mnits")))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage("the data set 'mnits' is not known, and there is no such path; known are circles, mnist,"
                        + " fashion-mnist, cifar10, cifar100, or name a .npz file, a folder with x.npy and y.npy, one"
                        + " of class folders of pictures, or a .csv or .jsonl list of pictures");
    }

    private static NpyArray points(int n, float from) {
        float[] values = new float[2 * n];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + i / 2;
        }
        return NpyArray.of(values, n, 2);
    }

    private static NpyArray labels(int n) {
        return NpyArray.of(IntStream.range(0, n).map(i -> i % 3).toArray(), n);
    }

    @Test
    void arraysOfTrainingAndTestAreTakenAsTheyAre() throws IOException {
        Path file = folder.resolve("blobs.npz");
        Npz.write(file, Map.of(
                "x_train", points(6, 0), "y_train", labels(6), "x_test", points(3, 100), "y_test", labels(3)));

        DataSet blobs = load(DataRequest.of(file.toString()));

        assertThat(blobs.name()).isEqualTo("blobs");
        assertThat(blobs.train().points().toArray()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
        assertThat(blobs.test().points().toArray()).containsExactly(100, 100, 101, 101, 102, 102);
        assertThat(blobs.train().classes()).isEqualTo(3);
    }

    @Test
    void ofArraysWithoutATestSetARandomFifthIsHeldOut() throws IOException {
        Npy.write(folder.resolve("x.npy"), points(20, 0));
        Npy.write(folder.resolve("y.npy"), labels(20));

        DataSet data = load(DataRequest.of(folder.toString()).withSeed(2));

        assertThat(data.train().size()).isEqualTo(16);
        assertThat(data.test().size()).isEqualTo(4);
        List<Integer> all = IntStream.range(0, 20)
                .map(i -> (int) (i < 16 ? data.train().points().get(i, 0) : data.test().points().get(i - 16, 0)))
                .boxed().sorted().toList();
        assertThat(all).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(data.test().labels()[0]).isEqualTo((int) data.test().points().get(0, 0) % 3);
        assertThat(load(DataRequest.of(folder.toString()).withSeed(3)).sha256()).isNotEqualTo(data.sha256());
    }

    @Test
    void arraysOfImagesKeepTheirShapeAndAreNormalisedByChannel() throws IOException {
        float[] ones = new float[10 * 2 * 2 * 3];
        Arrays.fill(ones, 1);
        Npy.write(folder.resolve("x.npy"), NpyArray.of(ones, 10, 2, 2, 3));
        Npy.write(folder.resolve("y.npy"), labels(10));

        DataSet data = load(DataRequest.of(folder.toString()).withMean(List.of(1.0, 2.0, 3.0)).withStd(List.of(2.0)));

        assertThat(data.train().shape()).containsExactly(2, 2, 3);
        assertThat(Arrays.copyOf(data.train().points().toArray(), 6)).containsExactly(0, -0.5f, -1, 0, -0.5f, -1);
    }

    @Test
    void badArraysAreNamed() throws IOException {
        Path file = folder.resolve("bad.npz");
        DataRequest request = DataRequest.of(file.toString());

        Npz.write(file, Map.of("x", points(10, 0)));
        assertThatThrownBy(() -> load(request)).hasMessage(file + ": has no array 'y'; it holds x");
        Npz.write(file, Map.of("x", points(10, 0), "y", labels(9)));
        assertThatThrownBy(() -> load(request))
                .hasMessage(file + ": y has shape [9]; one label for each of the 10 points of x is needed");
        Npz.write(file, Map.of("x", points(10, 0), "y", NpyArray.of(new int[10], 5, 2)));
        assertThatThrownBy(() -> load(request)).hasMessageContaining("y has shape [5, 2]");
        Npz.write(file, Map.of("x", points(10, 0), "y", NpyArray.of(new float[10], 10)));
        assertThatThrownBy(() -> load(request))
                .hasMessageStartingWith(file + ": y holds real numbers, which are no classes; ");
        Npz.write(file, Map.of("x", points(10, Float.NaN), "y", labels(10)));
        assertThatThrownBy(() -> load(request))
                .isInstanceOf(InputFileException.class)
                .hasMessage(file + ": x: point 0 has a NaN or infinite coordinate");
        Npz.write(file, Map.of("x", points(4, 0), "y", labels(4)));
        assertThatThrownBy(() -> load(request))
                .hasMessage(file + ": has 4 points; at least 5 are needed to hold a fifth of them out");
        assertThatThrownBy(() -> load(DataRequest.of(folder.toString())))
                .hasMessageContaining("x.npy: there is no such file");
    }
}
