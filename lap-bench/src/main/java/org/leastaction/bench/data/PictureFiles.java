package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureReader;
import org.leastaction.bench.data.picture.PictureReader.DecodedPictures;

/**
 * Files of pictures with their classes. Only the requested ones are read.
 *
 * @param train none if only the test pictures are available
 * @param test  at least one
 * @param names of the classes, in numeric order
 */
record PictureFiles(List<LabelledFile> train, List<LabelledFile> test, List<String> names) {

    private static final int IMAGE_RANK = 3;

    /**
     * A file and its class.
     *
     * @param label from 0
     */
    record LabelledFile(Path path, int label) {}

    PictureFiles {
        train = List.copyOf(train);
        test = List.copyOf(test);
        names = List.copyOf(names);
    }

    /** Test pictures alone, for measuring. */
    static PictureFiles ofTest(List<LabelledFile> test, List<String> names) {
        return new PictureFiles(List.of(), test, names);
    }

    /** The requested pictures, scaled to [0, 1] and then normalised. */
    DataSet load(String name, DataRequest request, Normalisation usual, Draw draw) throws IOException {
        Normalisation normalisation = usual.replaced(request.mean(), request.std());
        List<LabelledFile> training = train.isEmpty()
                ? train : select(train, request.trainingRows(train.size(), draw));
        List<LabelledFile> testing = select(test, request.testRows(test.size(), draw));
        PictureReader reader = PictureReader.of(
                form(request), (training.isEmpty() ? testing : training).get(0).path());
        DecodedPictures tested = reader.read(paths(testing));
        DecodedPictures trained = reader.read(paths(training));
        ByteImages testImages = new ByteImages(tested.pixels(), labels(testing), reader.shape());
        ByteImages trainImages = new ByteImages(trained.pixels(), labels(training), reader.shape());
        DataSet data = train.isEmpty()
                ? DataSet.ofTest(name, testImages.normalised(normalisation, names.size()), normalisation)
                : DataSet.of(name, trainImages.normalised(normalisation, names.size()),
                        testImages.normalised(normalisation, names.size()), normalisation);
        int turned = tested.turned() + trained.turned();
        return data.withClassNames(names).withRemarks(turned == 0 ? List.of() : List.of(
                turned + " of " + (training.size() + testing.size())
                        + " pictures were turned upright, according to the EXIF orientation in their files"));
    }

    /** The requested form; without a requested colour, in that of the model's inputs. */
    private static PictureForm form(DataRequest request) {
        PictureForm form = request.pictures();
        List<Integer> inputs = request.purpose().inputShape();
        if (form.colour().isPresent() || inputs.size() != IMAGE_RANK) {
            return form;
        }
        Optional<Colour> model = Arrays.stream(Colour.values())
                .filter(colour -> colour.channels() == inputs.get(IMAGE_RANK - 1)).findFirst();
        return model.map(form::in).orElse(form);
    }

    private static List<LabelledFile> select(List<LabelledFile> files, int[] rows) {
        return Arrays.stream(rows).mapToObj(files::get).toList();
    }

    private static List<Path> paths(List<LabelledFile> files) {
        return files.stream().map(LabelledFile::path).toList();
    }

    private static int[] labels(List<LabelledFile> files) {
        return files.stream().mapToInt(LabelledFile::label).toArray();
    }
}
