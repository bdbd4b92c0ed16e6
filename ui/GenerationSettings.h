#pragma once

#include "core/engine/GenerationRequest.h"

#include <QObject>
#include <QString>

#include <optional>

class QSettings;

namespace calotype::ui {

/// What the user has set, as a plain value.
struct GenerationValues {
    QString prompt;
    QString negativePrompt; ///< "": what the model's configuration says
    PromptSyntax promptSyntax = PromptSyntax::Plain;
    QString modelPath;      ///< file or folder; "": none chosen
    QString sampler;        ///< canonical id; "": the model's own
    QString schedule = QStringLiteral("default");
    int steps = 25;
    double guidance = 7.5;
    int clipSkip = 1; ///< 1: none, 2: the text encoder's last layer but one, …
    int width = 512;  ///< pixels, a multiple of bounds::kSizeStep
    int height = 512; ///< pixels, a multiple of bounds::kSizeStep
    bool modelSampling = true; ///< steps and guidance follow the model's advice until the user sets others
    bool modelSize = true; ///< the size follows the model's native one until the user sets another
    bool fixedSeed = false;
    int seedStep = 0; ///< only with a fixed seed: by how many runs it moves on after each; 1, 0 or −1
    qint64 seed = 0; ///< used when fixed; else the last one drawn
    NoiseMode noise = NoiseMode::PerImage;
    qint64 variationSeed = 0;
    double variationStrength = 0; ///< 0: no variation
    int count = 1;
    double strength = 0.75; ///< counts only with an init image
    bool inpaintOnlyMasked = false; ///< with a mask: only its part is made, and laid back into the whole picture
    int maskPadding = 32;           ///< pixels of the picture around the masked part; counts only with inpaintOnlyMasked

    bool operator==(const GenerationValues &) const = default;
};

/// The one place where the settings live: widgets show them and change them here. Values are brought within their
/// bounds, and a signal is sent only when something really changed.
class GenerationSettings final : public QObject
{
    Q_OBJECT

public:
    explicit GenerationSettings(QObject *parent = nullptr);

    const GenerationValues &values() const { return m_values; }
    void setValues(const GenerationValues &values);
    /// The same, where those of a picture or a preset take the place of the user's: replaced() tells what there was.
    void replaceValues(const GenerationValues &values);

    /// What of a session is there in the next: all that was set, or which model alone, whose advice then counts.
    enum class Kept { All, Model };

    /// The last session's values, and keeping them for the next.
    void restore(const QSettings &store, Kept kept = Kept::All);
    /// What is not to be kept is removed from the store.
    void store(QSettings &store, Kept kept = Kept::All) const;

public Q_SLOTS:
    void setPrompt(const QString &prompt);
    void setNegativePrompt(const QString &prompt);
    void setPromptSyntax(calotype::PromptSyntax syntax);
    void setModelPath(const QString &path);
    void setSampler(const QString &id);
    void setSchedule(const QString &id);
    void setSteps(int steps);
    void setGuidance(double guidance);
    void setClipSkip(int clipSkip);
    /// What the model's makers advise, or the usual where they are silent: taken over while both follow the model.
    void offerModelSampling(std::optional<int> steps, std::optional<double> guidance);
    /// A size that the user chose.
    void setSize(int width, int height);
    /// The model's native size: taken over while the size follows the model.
    void offerModelSize(int width, int height);
    void setModelSize(bool follows);
    void setFixedSeed(bool fixed);
    void setSeedStep(int step);
    void setSeed(qint64 seed);
    void setNoise(calotype::NoiseMode noise);
    void setVariationSeed(qint64 seed);
    void setVariationStrength(double strength);
    void setCount(int count);
    void setStrength(double strength);
    void setInpaintOnlyMasked(bool only);
    void setMaskPadding(int pixels);

Q_SIGNALS:
    void changed();
    void sizeChanged(int width, int height);
    void modelPathChanged(const QString &path);
    /// replaceValues() has changed something. After the other signals.
    void replaced(const calotype::ui::GenerationValues &before);

private:
    /// Changes the values through @p edit, brings them within bounds and tells of what changed.
    template<typename Edit>
    void edit(Edit edit);

    GenerationValues m_values;
};

} // namespace calotype::ui
