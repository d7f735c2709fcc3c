package org.leastaction.bench.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.data.model.Unstated;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.Augmentation.CropFlip;
import org.leastaction.io.Sha256;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * A training and a test set in the form of a network's inputs.
 *
 * @param name          e.g. "mnist"
 * @param train         normalised training points; none if only the test set is available and needed
 * @param test          normalised test points
 * @param normalisation the normalisation that was applied to the points
 * @param usual         the default augmentation in training
 * @param sha256        hash of the content of both sets: equal data have equal hashes, whatever files they came from
 * @param channels      where the channels of an image are among its axes; {@code LAST} except in rows for a model that
 *                      takes images flattened with channels first
 * @param remarks       sentences about choices that the files left open, and about files that were not read
 * @param classes       names of the classes in numeric order; none if unknown
 * @param chosen        rows of the test set that the test points are; empty: all, in order
 * @param pictures      form in which files of pictures were read; empty for other data
 */
public record DataSet(
        String name,
        LabelledPoints train,
        LabelledPoints test,
        Normalisation normalisation,
        Augmentation usual,
        String sha256,
        ChannelOrder channels,
        List<String> remarks,
        ClassNames classes,
        List<Integer> chosen,
        Optional<PictureForm> pictures) {

    public DataSet {
        remarks = List.copyOf(remarks);
        chosen = List.copyOf(chosen);
    }

    /** Names of the classes in numeric order; empty if unknown. */
    public List<String> classNames() {
        return classes.names();
    }

    /** What a model that is trained on these data states about its inputs. */
    public InputDescription inputs() {
        List<Integer> shape = test.shape();
        return ModelInputs.description(normalisation.ofInputs(), pictures, shape.get(shape.size() - 1), classes);
    }

    /** A test set alone, for trained networks. */
    static DataSet ofTest(String name, LabelledPoints test, Normalisation normalisation) {
        return of(name, test.rows(0, 0), test, normalisation);
    }

    /** A data set with its hash and no augmentation by default. */
    static DataSet of(String name, LabelledPoints train, LabelledPoints test, Normalisation normalisation) {
        return new DataSet(name, train, test, normalisation, Augmentation.none(), ContentSum.sha256(train, test),
                ChannelOrder.LAST, List.of(), ClassNames.of(List.of()), List.of(),
                Optional.empty());
    }

    DataSet withUsualAugmentation(Augmentation newUsual) {
        return new DataSet(name, train, test, normalisation, newUsual, sha256, channels, remarks, classes,
                chosen, pictures);
    }

    DataSet withClassNames(List<String> names) {
        return withClasses(ClassNames.of(names));
    }

    DataSet withClasses(ClassNames names) {
        return new DataSet(name, train, test, normalisation, usual, sha256, channels, remarks, names, chosen,
                pictures);
    }

    DataSet withPictures(PictureForm form) {
        return new DataSet(name, train, test, normalisation, usual, sha256, channels, remarks, classes, chosen,
                Optional.of(form));
    }

    DataSet withChosen(int[] rows) {
        return new DataSet(name, train, test, normalisation, usual, sha256, channels, remarks, classes,
                Arrays.stream(rows).boxed().toList(), pictures);
    }

    /** The rows of the test set that some of the test points are. */
    public int[] testRows(int[] points) {
        return chosen.isEmpty() ? points.clone() : Arrays.stream(points).map(chosen::get).toArray();
    }

    /** The same data with further remarks. */
    DataSet withRemarks(List<String> more) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(more);
        return new DataSet(name, train, test, normalisation, usual, sha256, channels, all, classes, chosen,
                pictures);
    }

    /** The same images with their channels first. O(n·d). */
    DataSet withChannelsFirst() {
        DataSet turned = of(name, channelsFirst(train), channelsFirst(test), normalisation);
        return new DataSet(name, turned.train, turned.test, normalisation, usual, turned.sha256, ChannelOrder.FIRST,
                remarks, classes, chosen, pictures);
    }

    /**
     * What a model does not state about the inputs of its training, and these data have.
     *
     * @param labelled whether the classes of the data are meant as those of the model
     */
    public List<Unstated> unstatedBy(ModelInputs model, boolean labelled) {
        List<Unstated> unstated = new ArrayList<>();
        List<Integer> shape = test.shape();
        boolean images = shape.size() == 3;
        // A form without size and colour, as in files of other programs, leaves both open.
        boolean formed = model.pictures()
                .filter(stated -> !stated.value().keepsSize() || stated.value().colour().isPresent()).isPresent();
        // Models of this program state the order of channels; they are trained on data in their own order.
        boolean ordered = model.normalisation().flatMap(InputNormalisation::channelOrder).isPresent();
        if (images && model.normalisation().isEmpty()) {
            unstated.add(Unstated.NORMALISATION);
        }
        if (pictures.isPresent() && !formed) {
            unstated.add(Unstated.SIZE);
        }
        if (images && shape.get(2) == 3 && !formed && (pictures.isPresent() || !ordered)) {
            unstated.add(Unstated.COLOURS);
        }
        boolean named = model.classNames()
                .filter(stated -> stated.binding() || stated.value().equals(classes)).isPresent();
        if (labelled && classes.areWords() && !named) {
            unstated.add(Unstated.CLASSES);
        }
        return unstated;
    }

    private static LabelledPoints channelsFirst(LabelledPoints images) {
        List<Integer> shape = new ArrayList<>(images.shape());
        int channels = shape.remove(shape.size() - 1);
        int pixels = images.points().dimension() / channels;
        shape.add(0, channels);
        // A transposition of [pixels, channels] is that of [channels, pixels] with the extents exchanged.
        FloatPoints points = ArrayPoints.turned(images.points(), pixels);
        return images.isLabelled()
                ? new LabelledPoints(points, images.labels(), images.classes(), shape)
                : LabelledPoints.unlabelled(points, shape);
    }

    /** The paper's augmentation of CIFAR; the padding is the normalised value of black. */
    public static Augmentation cropFlip(Normalisation normalisation) {
        return new CropFlip(CropFlip.USUAL_PADDING, normalisation.ofZero());
    }

    /**
     * The SHA-256 of labelled points: for each set n, d, the coordinates and the labels, as little-endian int32 and
     * float32 values.
     */
    private static final class ContentSum {

        private static final int CHUNK = 1 << 14;

        private ContentSum() {}

        static String sha256(LabelledPoints... sets) {
            MessageDigest digest = Sha256.digest();
            ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (LabelledPoints set : sets) {
                FloatPoints points = set.points();
                digest.update(buffer.clear().putInt(points.size()).putInt(points.dimension()).flip());
                int numbers = points.size() * points.dimension();
                for (int from = 0; from < numbers; from += CHUNK) {
                    int count = Math.min(CHUNK, numbers - from);
                    buffer.clear().asFloatBuffer().put(points.array(), points.offset() + from, count);
                    digest.update(buffer.limit(4 * count));
                }
                int labels = set.labels().length;
                for (int from = 0; from < labels; from += CHUNK) {
                    int count = Math.min(CHUNK, labels - from);
                    buffer.clear().asIntBuffer().put(set.labels(), from, count);
                    digest.update(buffer.limit(4 * count));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
