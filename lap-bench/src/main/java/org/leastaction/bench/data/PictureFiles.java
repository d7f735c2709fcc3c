package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureReader;
import org.leastaction.bench.data.picture.PictureReader.DecodedPictures;
import org.leastaction.points.LabelledPoints;

/**
 * Files of pictures with their classes. Only the requested ones are read: for measuring, the sampled test pictures alone.
 *
 * @param train none if only the test pictures are available
 * @param test  at least one
 * @param names of the classes, in numeric order; none if the pictures have no labels
 * @param remarks about the numbering of the classes
 */
record PictureFiles(List<LabelledFile> train, List<LabelledFile> test, ClassNames names, List<String> remarks) {

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
        remarks = List.copyOf(remarks);
    }

    /** Test pictures alone, for measuring. */
    static PictureFiles ofTest(List<LabelledFile> test, ClassNames names, List<String> remarks) {
        return new PictureFiles(List.of(), test, names, remarks);
    }

    /** The requested pictures, scaled to [0, 1] and then normalised. */
    DataSet load(String name, DataRequest request, Normalisation usual, Draw draw) throws IOException {
        Normalisation normalisation = usual.replaced(request.mean(), request.std());
        List<LabelledFile> training = train.isEmpty() || !request.purpose().needsTraining()
                ? List.of() : select(train, request.trainingRows(train.size(), draw));
        List<LabelledFile> all = select(test, request.testRows(test.size(), draw));
        Optional<int[]> chosen = request.purpose().sampling().map(sampling -> sampling.rows(labels(all)));
        List<LabelledFile> testing = chosen.map(rows -> select(all, rows)).orElse(all);
        List<String> said = new ArrayList<>(remarks);
        PictureForm form = form(request, said);
        PictureReader reader = PictureReader.of(form, (training.isEmpty() ? testing : training).get(0).path());
        DecodedPictures tested = reader.read(paths(testing));
        DecodedPictures trained = reader.read(paths(training));
        ByteImages testImages = new ByteImages(tested.pixels(), labels(testing), reader.shape());
        ByteImages trainImages = new ByteImages(trained.pixels(), labels(training), reader.shape());
        int classes = Math.max(2, names.names().size());
        LabelledPoints labelled = testImages.normalised(normalisation, classes);
        DataSet data = training.isEmpty()
                ? DataSet.ofTest(name, names.names().isEmpty() ? labelled.withoutLabels() : labelled, normalisation)
                : DataSet.of(name, trainImages.normalised(normalisation, classes),
                        labelled, normalisation);
        int turned = tested.turned() + trained.turned();
        if (turned > 0) {
            said.add(turned + " of " + (training.size() + testing.size())
                    + " pictures were turned upright, according to the EXIF orientation in their files");
        }
        return chosen.map(data::withChosen).orElse(data).withClasses(names).withPictures(form).withRemarks(said);
    }

    /** The requested form; without a requested size, that of the model; without a colour, that of its inputs. */
    private static PictureForm form(DataRequest request, List<String> remarks) {
        ModelInputs model = request.purpose().model();
        remarks.addAll(model.remarks());
        PictureForm form = request.pictures();
        if (model.pictures().isPresent()) {
            PictureForm stated = model.pictures().get().value();
            String source = model.pictures().get().source();
            PictureForm completed = form.completedBy(stated);
            if (form.contradicts(stated)) {
                remarks.add("pictures are " + completed.inWords() + "; " + source + " states: " + stated.inWords());
            } else if (!completed.inWords().equals(form.inWords())) {
                remarks.add("pictures are " + completed.inWords() + ", as " + source + " states");
            }
            form = completed;
        }
        List<Integer> inputs = request.purpose().inputShape();
        if (form.colour().isPresent() || inputs.size() != IMAGE_RANK) {
            return form;
        }
        Optional<Colour> ofInputs = Arrays.stream(Colour.values())
                .filter(colour -> colour.channels() == inputs.get(IMAGE_RANK - 1)).findFirst();
        return ofInputs.map(form::in).orElse(form);
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
