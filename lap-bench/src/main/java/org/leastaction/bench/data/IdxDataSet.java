package org.leastaction.bench.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.DataRequest.RowChoice;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Grey images of ten classes in four IDX files: MNIST, Fashion-MNIST. Pixels are scaled to [0, 1] and normalised.
 *
 * @param published training images, training labels, test images, test labels
 */
record IdxDataSet(
        String name, String description, List<String> classes, Normalisation normalisation, PublishedFiles published)
        implements KnownDataSet {

    private static final int CLASSES = 10;
    private static final double WHITE = 255;

    IdxDataSet {}

    /** LeCun, Cortes and Burges; the checksums are those of the original distribution. */
    static IdxDataSet mnist() {
        return new IdxDataSet(
                "mnist",
                "handwritten digits, 28 × 28 grey, 60,000 + 10,000",
                List.of(),
                Normalisation.of(0.13066, 0.30811),
                new PublishedFiles("mnist", URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), List.of(
                        file("train-images-idx3-ubyte", 9_912_422,
                                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                        file("train-labels-idx1-ubyte", 28_881,
                                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                        file("t10k-images-idx3-ubyte", 1_648_877,
                                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                        file("t10k-labels-idx1-ubyte", 4_542,
                                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"))));
    }

    /** Xiao, Rasul and Vollgraf 2017: the files in their repository, where the address has https. */
    static IdxDataSet fashionMnist() {
        return new IdxDataSet(
                "fashion-mnist",
                "articles of clothing, 28 × 28 grey, 60,000 + 10,000",
                List.of("T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
                        "ankle boot"),
                Normalisation.of(0.28604, 0.35302),
                new PublishedFiles("fashion-mnist",
                        URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/"
                                + "b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/"),
                        List.of(
                                file("train-images-idx3-ubyte", 26_421_880,
                                        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                                file("train-labels-idx1-ubyte", 29_515,
                                        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                                file("t10k-images-idx3-ubyte", 4_422_102,
                                        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                                file("t10k-labels-idx1-ubyte", 5_148,
                                        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"))));
    }

    private static PublishedFile file(String name, long size, String packed) {
        return new PublishedFile(name, size, new Checksum(packed), Optional.empty());
    }

    private static PublishedFile file(String name, long size, String packed, String unpacked) {
        return new PublishedFile(name, size, new Checksum(packed), Optional.of(new Checksum(unpacked)));
    }

    @Override
    public Optional<PublishedFiles> files() {
        return Optional.of(published);
    }

    /** MNIST and Fashion-MNIST have files of the same names, so that a folder alone does not tell which it is. */
    @Override
    public Optional<String> remains(Path folder) {
        return isIn(folder) ? Optional.of(folder + " holds files of MNIST or Fashion-MNIST: --data " + name
                + " --data-dir " + folder + " reads them") : Optional.empty();
    }

    @Override
    public DataSet load(DataRequest request, Optional<Path> folder) throws IOException {
        request.requireNoForm();
        Normalisation used = normalisation.replaced(request.mean(), request.std());
        Draw draw = new Draw(request.seed());
        List<PublishedFile> files = published.files();
        Path place = folder.orElseThrow();
        Source test = new Source(published.need(place, files.get(2)), published.need(place, files.get(3)));
        boolean testAlone = published.in(place, files.get(0)).isEmpty() && published.in(place, files.get(1)).isEmpty();
        if (testAlone && !request.purpose().needsTraining()) {
            return DataSet.ofTest(name, test.read(used, n -> request.testRows(n, draw)), used).withClassNames(classes);
        }
        Source train = new Source(published.need(place, files.get(0)), published.need(place, files.get(1)));
        return DataSet.of(
                name,
                train.read(used, n -> request.trainingRows(n, draw)),
                test.read(used, n -> request.testRows(n, draw)),
                used).withClassNames(classes);
    }

    /** A file of images and the corresponding file of labels. */
    private record Source(Path imageFile, Path labelFile) {

        LabelledPoints read(Normalisation normalisation, RowChoice choice) throws IOException {
            Idx.Images images = Idx.images(imageFile);
            int[] labels = Idx.labels(labelFile);
            if (labels.length != images.count()) {
                throw new InputFileException(labelFile, "has " + labels.length + " labels, " + imageFile.getFileName()
                        + " has " + images.count() + " images; they must be as many");
            }
            checkClasses(labels);
            int[] rows = choice.of(images.count());
            int d = images.rows() * images.columns();
            float[] values = new float[rows.length * d];
            int[] chosen = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = labels[rows[i]];
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = (float) (Byte.toUnsignedInt(images.pixels()[rows[i] * d + j]) / WHITE);
                }
            }
            normalisation.applyTo(values, 1);
            return new LabelledPoints(FloatPoints.wrap(values, rows.length, d), chosen, CLASSES,
                    List.of(images.rows(), images.columns(), 1));
        }

        private void checkClasses(int[] labels) throws InputFileException {
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] >= CLASSES) {
                    throw new InputFileException(labelFile,
                            "label " + labels[i] + " of image " + i + " is not in 0 to " + (CLASSES - 1));
                }
            }
        }
    }
}
