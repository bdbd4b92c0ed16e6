#include "app/PicturesFolder.h"

#include "core/gallery/PictureFile.h"

#include <utility>

namespace calotype::app {

namespace {

gallery::PictureNameFields nameFields(const GeneratedImage &picture, const GenerationRequest &request)
{
    gallery::PictureNameFields fields;
    fields.when = QDateTime::currentDateTime();
    fields.seed = picture.seed;
    fields.prompt = QString::fromStdString(request.prompt);
    fields.sampler = QString::fromStdString(request.sampler);
    fields.steps = request.steps;
    fields.guidance = request.guidance;
    fields.size = {picture.image.width, picture.image.height};
    if (picture.run) {
        fields.model = QString::fromStdString(picture.run->modelName);
        fields.sampler = QString::fromStdString(picture.run->sampler);
    }
    return fields;
}

} // namespace

PicturesFolder::PicturesFolder(gallery::OutputRules rules, std::chrono::milliseconds patience)
    : m_hashes(modelHashFile())
    , m_patience(patience)
    , m_rules(std::move(rules))
{
}

void PicturesFolder::expect(const ModelSpec &model)
{
    {
        const std::lock_guard lock(m_mutex);
        m_hurry = std::stop_source();
        m_until.reset();
        if (!m_rules.metadata)
            return;
    }
    m_hashes.request(model.path);
    if (!model.vaePath.empty())
        m_hashes.request(model.vaePath);
}

void PicturesFolder::hurry()
{
    const std::lock_guard lock(m_mutex);
    m_hurry.request_stop();
}

void PicturesFolder::setRules(const gallery::OutputRules &rules)
{
    const std::lock_guard lock(m_mutex);
    m_rules = rules;
}

gallery::OutputRules PicturesFolder::rules()
{
    const std::lock_guard lock(m_mutex);
    return m_rules;
}

Result<QString> PicturesFolder::place(const GeneratedImage &picture, const GenerationRequest &request)
{
    const gallery::OutputRules rules = this->rules();
    gallery::PictureNameFields fields = nameFields(picture, request);
    const QString folder = gallery::pictureFolder(rules, fields.when.date());
    auto nameOf = [&, first = qint64(1), unturned = QString()](qint64 turn) mutable {
        if (turn == 0)
            first = gallery::nextPictureNumber(folder, rules.pattern);
        fields.number = first + turn;
        QString name = gallery::pictureName(rules.pattern, fields);
        if (turn == 0)
            unturned = name;
        else if (name == unturned) // no number in it
            name += QStringLiteral("-%1").arg(turn + 1);
        return name + u'.' + gallery::pictureEnding(rules.format);
    };
    auto place = gallery::PicturePlace::reserve(folder, nameOf);
    if (!place)
        return place.error();
    QString path = place.value().path();
    const std::lock_guard lock(m_mutex);
    m_places.emplace(path, std::move(place).value());
    return path;
}

Result<void> PicturesFolder::save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                                  const GenerationResult &, const ModelSpec &model)
{
    const gallery::OutputRules rules = this->rules();
    gallery::PictureOrigin origin = gallery::pictureOrigin(request, picture, model);
    origin.quality = rules.quality;
    if (rules.metadata) {
        origin.modelHash = hashOf(model.path);
        origin.vaeHash = hashOf(model.vaePath);
    }
    auto saved = rules.metadata ? gallery::savePicture(path, picture.image, origin)
                                : gallery::savePixels(path, picture.image, rules.quality);
    const std::lock_guard lock(m_mutex);
    m_places.erase(path); // written, it is taken; and where that fails, it is free
    return saved;
}

std::string PicturesFolder::hashOf(const std::string &model)
{
    if (model.empty())
        return {};
    if (std::string hash = m_hashes.known(model); !hash.empty())
        return hash;
    m_hashes.request(model); // by one that was not told of, or whose model was written to since
    std::unique_lock lock(m_mutex);
    if (!m_until)
        m_until = std::chrono::steady_clock::now() + m_patience;
    const auto until = *m_until;
    const std::stop_token hurried = m_hurry.get_token();
    lock.unlock();
    return m_hashes.awaited(model, until, hurried);
}

} // namespace calotype::app
