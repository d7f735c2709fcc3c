package org.leastaction.bench.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Grey images of ten classes in four IDX files: MNIST, Fashion-MNIST. Pixels are scaled to [0, 1] and normalised.
 *
 * @param published training images, training labels, test images, test labels
 */
record IdxDataSet(String name, String description, Normalisation normalisation, PublishedFiles published)
        implements KnownDataSet {

    private static final int CLASSES = 10;
    private static final double WHITE = 255;

    IdxDataSet {
    }

    /** LeCun, Cortes and Burges; the checksums are those of the original distribution. */
    static IdxDataSet mnist() {
        return new IdxDataSet(
                "mnist",
                "handwritten digits, 28 × 28 grey, 60,000 + 10,000",
                Normalisation.of(0.13066, 0.30811),
                new PublishedFiles("mnist", URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), List.of(
                        file("train-images-idx3-ubyte",
                                "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"),
                        file("train-labels-idx1-ubyte",
                                "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"),
                        file("t10k-images-idx3-ubyte",
                                "9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"),
                        file("t10k-labels-idx1-ubyte",
                                "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637"))));
    }

    /** Xiao, Rasul and Vollgraf 2017; the checksums of the packed files are those of its authors. */
    static IdxDataSet fashionMnist() {
        return new IdxDataSet(
                "fashion-mnist",
                "articles of clothing, 28 × 28 grey, 60,000 + 10,000",
                Normalisation.of(0.28604, 0.35302),
                new PublishedFiles("fashion-mnist",
                        URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"), List.of(
                        file("train-images-idx3-ubyte", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                        file("train-labels-idx1-ubyte", "25c81989df183df01b3e8a0aad5dffbe"),
                        file("t10k-images-idx3-ubyte", "bef4ecab320f06d8554ea6380940ec79"),
                        file("t10k-labels-idx1-ubyte", "bb300cfdad3c16e7a12a480ee83cd310"))));
    }

    private static PublishedFile file(String name, String packedMd5) {
        return new PublishedFile(name, Checksum.md5(packedMd5), Optional.empty());
    }

    private static PublishedFile file(String name, String packedMd5, String unpackedMd5) {
        return new PublishedFile(name, Checksum.md5(packedMd5), Optional.of(Checksum.md5(unpackedMd5)));
    }

    @Override
    public Optional<PublishedFiles> files() {
        return Optional.of(published);
    }

    @Override
    public DataSet load(DataRequest request, Optional<Path> folder) throws IOException {
        Normalisation used = normalisation.replaced(request.mean(), request.std());
        Draw draw = new Draw(request.seed());
        List<PublishedFile> files = published.files();
        Path place = folder.orElseThrow();
        Source test = new Source(published.need(place, files.get(2)), published.need(place, files.get(3)));
        boolean testAlone = published.in(place, files.get(0)).isEmpty() && published.in(place, files.get(1)).isEmpty();
        if (testAlone && !request.purpose().needsTraining()) {
            return DataSet.ofTest(name, test.read(used, n -> request.testRows(n, draw)), used);
        }
        Source train = new Source(published.need(place, files.get(0)), published.need(place, files.get(1)));
        return DataSet.of(
                name,
                train.read(used, n -> request.trainingRows(n, draw)),
                test.read(used, n -> request.testRows(n, draw)),
                used);
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
