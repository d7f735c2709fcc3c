package org.leastaction.bench.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypefaceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            largest σ_max of each block    | largest σmax of each block
            ‖T(x) − T(y)‖ ≤ a + M‖x − y‖^η | ‖T(x) − T(y)‖ ≤ a + M‖x − y‖η
            W_p^p and S_ε                  | Wpp and Sε
            x_{k + 1} = x_k + v_k(x_k)     | xk + 1 = xk + vk(xk)
            W₂² = D, λ₀, 10⁻⁵, −3          | W₂² = D, λ₀, 10⁻⁵, −3
            norm ‖∇v‖                      | norm ‖Dv‖
            my_network_2.onnx, a_file.npz  | my_network_2.onnx, a_file.npz
            /x_y/z_1.npz                   | /x_y/z_1.npz
            """)
    void symbolsOfOneLetterHaveScriptsAndNamesStay(String text, String shown) throws IOException {
        assertThat(drawn(text).stream().map(TextPosition::getUnicode).reduce("", String::concat).strip())
                .isEqualTo(shown);
    }

    @Test
    void scriptsAreSmallerAndBelowOrAboveTheLine() throws IOException {
        List<TextPosition> drawn = drawn("σ_m x^η");
        TextPosition symbol = drawn.get(0);
        TextPosition below = drawn.get(1);
        TextPosition above = drawn.get(drawn.size() - 1);

        assertThat(below.getXDirAdj()).isCloseTo(symbol.getXDirAdj() + symbol.getWidthDirAdj(),
                offset(0.2f));
        assertThat(below.getYDirAdj()).isGreaterThan(symbol.getYDirAdj());
        assertThat(above.getYDirAdj()).isLessThan(symbol.getYDirAdj());
        assertThat(below.getFontSizeInPt()).isLessThan(symbol.getFontSizeInPt());
    }

    private static List<TextPosition> drawn(String text) throws IOException {
        List<TextPosition> positions = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument(); Typeface typeface = new Typeface(document)) {
            Pages pages = Pages.ofFigure(document, typeface);
            pages.paragraph(text);
            pages.finish();
            document.save(bytes);
        }
        try (PDDocument document = Loader.loadPDF(bytes.toByteArray())) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition position) {
                    positions.add(position);
                }
            }.getText(document);
        }
        return positions;
    }
}
