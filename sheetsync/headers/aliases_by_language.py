"""The alias table in other languages, in the notation of `sheetsync.headers.aliases`.

``~`` marks a word that means something else elsewhere: it counts only where the other headers of
the row are in this language (*Estado* is a status in Spanish and a state in Portuguese).
Left out on purpose: words for "follow-up" alone, state, title, message, amount and type, which
name different things from sheet to sheet.
"""

from __future__ import annotations

from collections.abc import Mapping

BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {
    "de": {
        "lead_id": "Lead-Nr, Lead-Nummer, Anfragenummer, Anfrage-Nr, Anfrage-ID, Vorgangsnummer, "
        "Lead-ID / Lfd ID",
        "received_at": "Eingangsdatum, Anfragedatum, Datum der Anfrage, Eingegangen am, "
        "Eingang am, Anfrage vom, Datum Anfrage, Datum Eingang, Anfrage am, Lead-Datum "
        "/ Erhalten am, Angefragt am, Anfrage eingegangen am, Anfrage erhalten am, "
        "Lead erhalten am, Lead eingegangen am "
        "/ Erstellt am, Erstellungsdatum, Erstellt, Angelegt am, Erfasst am, Erfassungsdatum, "
        "Hinzugefügt am, Aufgenommen am, Eingetragen am "
        "/ Zeitstempel / Eingang / Datum",
        "source": "Quelle, Lead-Quelle, Leadquelle, Herkunft, Kanal, Anfragequelle, "
        "Aufmerksam geworden durch, Lead-Herkunft, Woher",
        "name": "Ansprechpartner, Kontaktperson, Ansprechperson, Kontaktname, Ansprechpartnerin, "
        "Ansprechpartner Name, Name Ansprechpartner / Vollständiger Name, Vor- und Nachname, "
        "Name Vorname, Vorname Nachname / Kundenname, Name des Kunden, Name Kunde, Interessent, "
        "Name Interessent / Kunde / ~Kontakt",
        "first_name": "Vorname",
        "last_name": "Nachname, Familienname, Zuname",
        "company": "Firma, Unternehmen, Firmenname, Firma Unternehmen, Unternehmensname, Betrieb, "
        "Name der Firma, Firma Kunde, Name Firma",
        "phone": "Telefon, Telefonnummer, Telefon-Nr, Rufnummer, Tel-Nr, Telefonnr, Tel Nummer "
        "/ Handy, Handynummer, Mobil, Mobilnummer, Mobiltelefon, Handy-Nr, Mobilfunknummer",
        "email": "E-Mail-Adresse, Mailadresse, Email Adresse, Mail-Adresse",
        "city": "Stadt, Wohnort, Ort, PLZ Ort / Ortschaft",
        "branch": "Filiale, Niederlassung, Zweigstelle, Geschäftsstelle",
        "priority": "Priorität, Dringlichkeit, Wichtigkeit",
        "segment": "Kundensegment, Kundentyp, Kundengruppe, Kundenart",
        "need": "Bedarf, Anliegen, Interesse, Interesse an, Wunsch, Interessiert an "
        "/ Produkt, Leistung, Dienstleistung, Produkte, Produktinteresse, Gewünschte Leistung "
        "/ Projekt, Projektart, Kurs",
        "quantity": "Menge, Anzahl, Stückzahl, Personenzahl, Anzahl Personen, Umfang, "
        "Anzahl Gäste, Personenanzahl",
        "needed_by": "Benötigt bis, Wunschtermin, Liefertermin, Benötigt am, Bedarf bis, "
        "Wunschdatum, Hochzeitsdatum, Veranstaltungsdatum, Umzugsdatum, Reisedatum, "
        "Gewünscht bis, Gewünscht am, Gewünscht zum, Lieferung am, Lieferung bis",
        "budget": "Budgetrahmen",
        "decision_maker": "Entscheider, Entscheidungsträger",
        "status": "Lead-Status, Anfragestatus, Statut Lead, Status Lead "
        "/ Phase, Stufe, Verkaufsphase, Vertriebsphase, Pipeline-Phase",
        "owner": "Verantwortlich, Verantwortlicher, Zuständig, Zuständiger, Bearbeiter, "
        "Sachbearbeiter, Betreuer, Verkäufer, Vertriebler, Vertriebsmitarbeiter, Zugewiesen an, "
        "Zugewiesen, Kundenbetreuer, Berater, Zuständigkeit, Verantwortliche Person "
        "/ ~Mitarbeiter",
        "first_response_at": "Erste Antwort, Erstantwort, Erste Reaktion, Erste Antwort am, "
        "Erste Reaktion am, Erstantwort am, Beantwortet am, Geantwortet am, "
        "Erstmals kontaktiert am",
        "last_contact_at": "Letzter Kontakt, Letzter Kontakt am, Zuletzt kontaktiert, "
        "Letzte Kontaktaufnahme, Zuletzt kontaktiert am, Datum letzter Kontakt, "
        "Letzte Kontaktaufnahme am / Letzter Anruf am, Zuletzt angerufen am, Letztes Gespräch am "
        "/ Letzter Anruf / Letzte Aktivität am / Letzte Aktivität",
        "follow_ups": "Anzahl Kontakte, Kontaktversuche, Anzahl Follow-ups, Anzahl Kontaktversuche",
        "next_action": "Nächster Schritt, Nächste Schritte, Nächste Aktion, Nächste Aktivität, "
        "Nächste Maßnahme / ~To-do",
        "next_action_date": "Wiedervorlage, Wiedervorlage am, Nächster Kontakt, WV-Datum, "
        "Wiedervorlagedatum, Nächster Kontakt am, Nächster Anruf, Nächster Termin am, "
        "Nachfassen am, Datum nächster Kontakt, Follow-up Datum, Nächste Kontaktaufnahme, "
        "Nächstes Follow-up, Wiedervorlage Datum, Nächste Wiedervorlage, "
        "Nächste Wiedervorlage am, Nächster Anruf am, Nächstes Follow-up am, "
        "Nächste Kontaktaufnahme am, Nächster Rückruf, Nächster Rückruf am, Rückruf am, "
        "Nachfassen bis, Follow-up am, Wieder melden am, Wieder anrufen am, "
        "Wieder kontaktieren am, Anrufen am, Zurückrufen am, Erneut kontaktieren am, "
        "Nächstes Gespräch am, "
        "Datum der nächsten Aktion, Datum der nächsten Aktivität, Datum der nächsten Maßnahme, "
        "Datum des nächsten Schritts, Datum des nächsten Kontakts",
        "quote_value": "Angebotswert, Angebotssumme, Angebotsbetrag, Angebotspreis, "
        "Angebotsvolumen, Angebot¤, Höhe Angebot / Geschätzter Wert, Erwarteter Wert, Dealwert, "
        "Deal-Wert, Potenzial¤ / ~Wert",
        "order_value": "Auftragswert, Auftragssumme, Auftragsvolumen, Auftragsbetrag, "
        "Verkaufspreis, Auftrag¤",
        "margin": "Marge, Deckungsbeitrag, Gewinn, Rohertrag",
        "collected": "Bezahlt¤, Anzahlung, Erhaltener Betrag, Zahlungseingang¤, Bezahlter Betrag",
        "collected_on": "Zahlungsdatum, Zahlungseingang am, Bezahlt am, "
        "Gezahlt am, Zahlung am, Zahlung erhalten am, Eingegangene Zahlung am",
        "closed_on": "Abgeschlossen am, Geschlossen am, Abschluss am, Gewonnen am, "
        "Verloren am, Entschieden am",
        "lost_reason": "Verlustgrund, Absagegrund, Grund für Absage, Grund der Absage, "
        "Ablehnungsgrund, Grund Absage, Grund verloren, Grund für Verlust",
        "notes": "Notizen, Notiz / Bemerkungen, Bemerkung / Anmerkungen, Anmerkung / Kommentar, "
        "Kommentare",
    },
    "fr": {
        "lead_id": "Numéro de dossier, N° dossier, Numéro du lead, Numéro de demande, ID du lead, "
        "ID prospect, N° demande, N° prospect, Réf dossier / ~Référence",
        "received_at": "Date de demande, Date de réception, Date du lead, Reçu le, "
        "Date de la demande, Date de contact initial "
        "/ Date de création, Créé le, Date d'ajout, Ajouté le, Date d'entrée, Date creation, "
        "Date de saisie / Horodateur, Horodatage",
        "source": "Source du lead, Origine, Provenance, Origine du lead, Canal d'acquisition, "
        "Source d'acquisition, Origine du contact, Source du contact, Source lead / ~Canal",
        "name": "Nom du contact, Personne de contact, Interlocuteur, Nom contact "
        "/ Nom complet, Nom et prénom, Nom prénom, Prénom nom, Prénom et nom "
        "/ Nom du client, Nom client, Nom du prospect, Nom de l'élève, Candidat, Nom prospect "
        "/ Nom",
        "first_name": "Prénom, Prénoms",
        "last_name": "Nom de famille",
        "company": "Entreprise, Société, Nom de l'entreprise, Nom de la société, Raison sociale, "
        "Nom entreprise, Nom société, Entreprise Société, Établissement, Compte",
        "phone": "Téléphone, Numéro de téléphone, Tél, N° de téléphone, N° téléphone, "
        "Téléphone client / Téléphone portable, Téléphone mobile, Numéro de portable, ~Portable",
        "email": "Adresse e-mail, Adresse mail, Courriel, Adresse email, E-mail client, "
        "Adresse courriel, Adresse électronique",
        "city": "Ville, Ville du client, Commune / ~Localisation",
        "branch": "Agence, Succursale",
        "priority": "Priorité, Urgence, Niveau de priorité, Température / Degré d'urgence",
        "segment": "Segment client, Type de client, Typologie client",
        "need": "Besoin, Besoins, Demande, Intérêt, Objet de la demande, Besoin exprimé, "
        "Intéressé par, Besoin client / Produit, Service, Prestation, Formation, "
        "Produit d'intérêt, Type de prestation, Service demandé, Produit demandé, Produit Service "
        "/ Projet, Type de projet, Type de bien, Type de demande",
        "quantity": "Quantité, Nombre de personnes, Nb personnes, Nombre d'invités, Effectif, "
        "Nb de personnes, Nombre de participants",
        "needed_by": "Échéance souhaitée, Date souhaitée, Délai souhaité, Date de l'événement, "
        "Date du mariage, Date événement, Date de livraison souhaitée",
        "budget": "Budget estimé, Budget client, Budget prévu",
        "decision_maker": "Décideur, Décisionnaire",
        "status": "Statut, Statut du lead, Statut lead, Statut commercial, Statut du prospect, "
        "Statut prospect / Étape, Étape du pipeline, Étape pipeline, Étape commerciale / ~État",
        "owner": "Responsable, Assigné à, Attribué à, Conseiller, Chargé d'affaires, Affecté à, "
        "Responsable commercial, Suivi par, Propriétaire du lead, Commercial en charge, "
        "Chargé de clientèle, Conseillère, Gestionnaire, Géré par / ~Commercial, ~Vendeur",
        "first_response_at": "Première réponse, Date de première réponse, Date première réponse",
        "last_contact_at": "Dernier contact, Date du dernier contact, Date dernier contact, "
        "Dernier contact le / Dernier appel, Date dernier appel / Dernière relance, "
        "Date dernière relance / Dernière activité",
        "follow_ups": "Nombre de relances, Nb relances, Nb de relances, Relances",
        "next_action": "Prochaine action, Prochaine étape, Prochaines étapes, Action à faire, "
        "Action suivante, Prochaines actions, Étape suivante",
        "next_action_date": "Prochaine relance, Date de relance, Prochain contact, "
        "Date prochaine action, Prochain rappel, Date de rappel, À relancer le, Relance le, "
        "Date prochaine relance, Date prochain contact, Prochain appel, Prochain suivi, "
        "Date de la prochaine action, Date de suivi, Rappeler le, Date relance",
        "quote_value": "Montant du devis, Montant devis, Valeur du devis, Devis¤, Montant estimé, "
        "Valeur estimée, Valeur du deal, Montant de l'offre, Montant proposé, Valeur potentielle, "
        "Montant de l'opportunité, Montant potentiel / ~Valeur",
        "order_value": "Montant de la commande, Montant signé, Montant de la vente, "
        "Montant commande, Montant vente, Montant du contrat, Montant final, Prix de vente",
        "margin": "Marge, Marge brute, Bénéfice",
        "collected": "Acompte, Encaissé, Montant encaissé, Montant payé, Acompte versé, "
        "Montant reçu, Acompte reçu",
        "collected_on": "Date d'encaissement, Date de paiement, Payé le",
        "lost_reason": "Motif de perte, Raison de la perte, Raison de perte, Motif de refus, "
        "Raison du refus, Motif perte, Motif d'échec, Raison perdu, Cause de perte",
        "notes": "Remarques, Remarque / Commentaires, Commentaire / Observations, Observation "
        "/ Notes d'appel",
    },
    "es": {
        "lead_id": "ID Lead, Nº de lead, Número de solicitud, ID de solicitud, ID prospecto, "
        "Código de lead, ID cliente potencial, Folio, Núm de lead / ~Referencia",
        "received_at": "Fecha de ingreso, Fecha de contacto inicial, Fecha de entrada, "
        "Fecha de solicitud, Fecha de consulta, Fecha de recepción, Fecha del lead, Fecha lead, "
        "Fecha ingreso, Fecha de llegada del lead, Fecha de captación "
        "/ Fecha de creación, Fecha creación, Creado, Creado el, Fecha de alta, "
        "Fecha de registro, Fecha registro, Fecha alta / Marca temporal / ~Fecha",
        "source": "Fuente, Origen, Procedencia, Fuente del lead, Origen del lead, Fuente de lead, "
        "Origen de lead, Cómo nos conoció, Medio de contacto, Canal de origen, Fuente lead, "
        "Canal de captación, Cómo nos conociste, Origen lead, Canal de entrada / ~Canal",
        "name": "Nombre del contacto, Persona de contacto, Nombre de contacto, Nombre contacto "
        "/ Nombre completo, Nombre y apellido, Nombre y apellidos, Nombres y apellidos "
        "/ Nombre del cliente, Nombre cliente, Nombre del prospecto, Nombre del alumno, "
        "Nombre prospecto, Nombre del lead, Nombre alumno, Nombre del paciente, Nombre paciente, "
        "Prospecto / Nombre, Nombres / Cliente, Alumno, Paciente, Interesado / ~Contacto",
        "first_name": "Primer nombre",
        "last_name": "Apellido, Apellidos",
        "company": "Empresa, Nombre de la empresa, Compañía, Nombre empresa, Nombre de empresa, "
        "Negocio, Nombre del negocio, Empresa Cliente, Organización, Razón social",
        "phone": "Teléfono, Número de teléfono, Telf, Teléfono de contacto, Nº teléfono, "
        "Teléfono cliente, Teléfono WhatsApp, Número telefónico "
        "/ Móvil, Celular, Teléfono móvil, Número de celular, Teléfono celular, Nº celular, "
        "Número de contacto, Núm de contacto, Número de móvil, Número de WhatsApp",
        "email": "Correo, Correo electrónico, Dirección de correo, Dirección de email, "
        "Correo cliente, Email cliente",
        "city": "Ciudad, Localidad, Población / ~Ubicación",
        "branch": "Sucursal, Sede",
        "priority": "Prioridad, Urgencia, Temperatura, Clasificación, Nivel de interés, "
        "Clasificación del lead, Nivel de prioridad",
        "segment": "Segmento, Tipo de cliente, Tipo cliente / Tipo de negocio",
        "need": "Necesidad, Requerimiento, Interés, Interesado en, Necesidades, Qué necesita, "
        "Qué busca, Solicitud, Producto de interés, Servicio de interés, Interés en, "
        "Servicio solicitado, Curso de interés, Producto interés, Servicio interés, "
        "Programa de interés / Producto, Servicio, Curso, Producto Servicio, Programa, "
        "Tipo de servicio, Tipo de producto, Servicios / Proyecto, Tipo de proyecto, "
        "Tipo de propiedad, Propiedad de interés, Tipo de inmueble, Inmueble, Tratamiento, "
        "Tipo de evento",
        "quantity": "Cantidad, Número de personas, Nº de personas, Personas, Unidades, Invitados, "
        "Núm de personas, Número de invitados",
        "needed_by": "Fecha requerida, Fecha del evento, Fecha de evento, Fecha de entrega "
        "requerida, Fecha evento, Plazo, Fecha de boda, Fecha de viaje, Para cuándo",
        "budget": "Presupuesto, Presupuesto estimado, Presupuesto del cliente, "
        "Presupuesto aproximado, Presupuesto máximo, Rango de presupuesto",
        "decision_maker": "Tomador de decisión, Decisor, Tomador de decisiones, Quién decide",
        "status": "Estatus, Estado del lead, Estado lead, Estado de lead, Estado actual, "
        "Estado del prospecto, Estado de la oportunidad, Status del lead, Estado comercial, "
        "Estado de venta / Etapa, Fase, Etapa del pipeline, Etapa del embudo, Etapa de venta, "
        "Etapa pipeline, Fase del pipeline / ~Estado",
        "owner": "Responsable, Asignado a, Vendedor, Asesor, Ejecutivo, Asesor asignado, "
        "Propietario del lead, Atendido por, Asesor comercial, Ejecutivo de ventas, Asignado, "
        "Agente asignado, Vendedor asignado, Ejecutivo asignado, Asesora, Encargado, "
        "Responsable comercial, Responsable de seguimiento, Gestor, Comercial asignado "
        "/ Agente / ~Comercial",
        "first_response_at": "Primera respuesta, Fecha de primera respuesta, "
        "Fecha primera respuesta",
        "last_contact_at": "Último contacto, Fecha de último contacto, Fecha último contacto, "
        "Fecha del último contacto / Última llamada, Fecha última llamada "
        "/ Último seguimiento, Fecha último seguimiento, Fecha de último seguimiento "
        "/ Última interacción, Última actividad, Última gestión",
        "follow_ups": "Intentos, Nº de seguimientos, Número de intentos, Seguimientos, "
        "Número de seguimientos, Intentos de contacto, Nº de intentos, Número de contactos",
        "next_action": "Próxima acción, Siguiente acción, Próximo paso, Siguiente paso, "
        "Próximos pasos, Acción siguiente, Siguientes pasos, Acción a realizar",
        "next_action_date": "Próximo seguimiento, Próximo contacto, Fecha de seguimiento, "
        "Fecha próximo contacto, Próxima llamada, Siguiente contacto, Fecha próxima acción, "
        "Fecha próximo seguimiento, Fecha de próximo seguimiento, Fecha de próximo contacto, "
        "Fecha seguimiento, Siguiente seguimiento, Fecha de próxima acción, Siguiente llamada, "
        "Fecha del próximo contacto, Fecha próxima llamada, Fecha del próximo seguimiento",
        "quote_value": "Valor cotizado, Monto cotizado, Valor estimado, Monto cotización, "
        "Valor de cotización, Importe presupuesto, Valor cotización, Monto estimado, Cotización¤, "
        "Importe ofertado, Valor propuesta, Valor de la propuesta, Monto de cotización, "
        "Valor de la oportunidad, Importe estimado, Valor potencial, Valor del negocio / ~Valor",
        "order_value": "Valor de venta, Monto de venta, Importe de venta, Valor final, "
        "Monto vendido, Valor venta, Monto venta, Precio final, Importe final, Monto final, "
        "Valor del pedido, Monto cerrado, Valor de cierre, Monto de cierre, Precio de venta",
        "margin": "Margen, Ganancia, Utilidad, Beneficio",
        "collected": "Cobrado, Monto cobrado, Anticipo, Importe cobrado, Monto recibido, "
        "Abono, Monto pagado, Importe pagado, Seña",
        "collected_on": "Fecha de cobro, Fecha de pago, Fecha pago, Fecha cobro",
        "lost_reason": "Motivo de pérdida, Razón de pérdida, Motivo pérdida, Motivo de rechazo, "
        "Motivo de no compra, Motivo perdido, Razón de rechazo, Motivo de descarte, "
        "Motivo de no cierre, Motivo descarte, Motivo de la pérdida",
        "notes": "Notas, Nota / Observaciones, Observación / Comentarios, Comentario "
        "/ Notas de seguimiento, Comentarios adicionales",
    },
    "pt": {
        "lead_id": "ID do lead, Código do lead, Nº do lead, Número do lead, ID lead",
        "received_at": "Data de entrada, Data do contato, Data do lead, Data entrada, "
        "Data de chegada, Data de recebimento, Data da solicitação, Data lead "
        "/ Data de criação, Criado em, Data de cadastro, Data cadastro, Data do cadastro, "
        "Data criação, Cadastrado em, Data de registro, Data inclusão / Carimbo de data hora "
        "/ ~Data",
        "source": "Origem, Fonte, Origem do lead, Fonte do lead, Como nos conheceu, "
        "Como conheceu, Canal de origem, Canal de entrada, Origem lead, Canal de aquisição "
        "/ ~Canal, ~Plataforma",
        "name": "Nome do contato, Pessoa de contato, Nome contato, Nome do contacto "
        "/ Nome completo, Nome e sobrenome "
        "/ Nome do cliente, Nome do lead, Nome do aluno, Nome cliente, Nome do paciente, "
        "Nome do interessado / Nome / Cliente, Aluno, Paciente / ~Contato, ~Contacto",
        "first_name": "Primeiro nome",
        "last_name": "Sobrenome, Apelido, Último nome",
        "company": "Empresa, Nome da empresa, Empresa Cliente, Cliente Empresa, Nome fantasia, "
        "Companhia, Organização, Razão social",
        "phone": "Telefone, Número de telefone, Fone, Telefone de contato, Telefone WhatsApp, "
        "Telefone para contato / Celular, Telemóvel, Telefone celular, "
        "Número do WhatsApp, Celular WhatsApp, WhatsApp Telefone",
        "email": "Endereço de e-mail, Correio eletrônico, E-mail do cliente",
        "city": "Cidade, Município, Cidade UF, Cidade Estado / ~Localização",
        "branch": "Filial, Unidade",
        "priority": "Prioridade, Urgência, Temperatura, Temperatura do lead, Nível de interesse, "
        "Classificação",
        "segment": "Segmento, Tipo de cliente, Segmento de mercado",
        "need": "Necessidade, Interesse, Produto de interesse, Serviço de interesse, Demanda, "
        "Solicitação, Interesse em, O que procura, Curso de interesse, Imóvel de interesse, "
        "Serviço desejado, Interesse principal / Produto, Serviço, Curso, Produto Serviço, "
        "Serviços, Tipo de serviço, Produtos / Projeto, Tipo de projeto, Tipo de imóvel, "
        "Imóvel, Empreendimento, Tratamento, Procedimento, Plano",
        "quantity": "Quantidade, Qtd, Qtde, Nº de pessoas, Número de pessoas, "
        "Número de convidados, Quantidade de pessoas, Nº de convidados",
        "needed_by": "Prazo desejado, Data do evento, Prazo, Data desejada, Data evento, "
        "Data da viagem, Data do casamento",
        "budget": "Orçamento, Orçamento previsto, Orçamento do cliente, Orçamento disponível, "
        "Orçamento estimado, Faixa de orçamento",
        "decision_maker": "Decisor, Tomador de decisão",
        "status": "Status do lead, Situação, Situação do lead, Status lead, Status do cliente, "
        "Status atual, Status da negociação / Etapa, Fase, Estágio, Etapa do funil, "
        "Etapa do pipeline, Fase do funil, Estágio do funil, Etapa funil",
        "owner": "Responsável, Vendedor, Atribuído a, Consultor, Atendente, Corretor, "
        "Vendedor responsável, Responsável pelo lead, Consultor responsável, SDR responsável, "
        "Responsável comercial, Corretor responsável, Vendedora, Consultora, "
        "Responsável pelo atendimento",
        "first_response_at": "Primeira resposta, Data da primeira resposta",
        "last_contact_at": "Último contato, Último contacto, Data do último contato, "
        "Data último contato, Data de último contato / Última ligação / Último follow-up "
        "/ Última interação, Última atividade",
        "follow_ups": "Tentativas, Nº de tentativas, Tentativas de contato, Nº de follow-ups, "
        "Número de tentativas, Nº de contatos, Quantidade de contatos, Qtd de contatos",
        "next_action": "Próxima ação, Próximo passo, Próximos passos, Ação necessária, "
        "Próxima etapa, Próxima atividade",
        "next_action_date": "Próximo contato, Próximo contacto, Data de retorno, "
        "Data próximo contato, Próximo follow-up, Retornar em, Próxima ligação, "
        "Data do próximo contato, Data do retorno, Data retorno, Data da próxima ação, "
        "Data próxima ação, Data do follow-up, Data follow-up, Próximo retorno, "
        "Data do próximo passo, Data de follow-up",
        "quote_value": "Valor estimado, Valor da proposta, Valor proposta, Valor do orçamento, "
        "Valor orçado, Valor potencial, Proposta¤, Valor do negócio, Valor da oportunidade, "
        "Valor orçamento, Valor da negociação, Valor proposto, Valor cotado / ~Valor",
        "order_value": "Valor da venda, Valor vendido, Valor fechado, Valor final, Valor venda, "
        "Valor do contrato, Valor do pedido, Valor do fechamento, Valor contrato",
        "margin": "Margem, Lucro",
        "collected": "Valor recebido, Valor pago, Entrada¤, Recebido¤, Sinal¤",
        "collected_on": "Data de pagamento, Data do pagamento, Data de recebimento do valor",
        "lost_reason": "Motivo da perda, Motivo de perda, Motivo perda, Motivo do não fechamento, "
        "Razão da perda, Motivo da recusa, Motivo de não fechamento, Motivo da não venda, "
        "Motivo perdido, Motivo de descarte",
        "notes": "Notas, Anotações, Anotação / Observações, Observação, Obs / Comentários, "
        "Comentário",
    },
    "it": {
        "lead_id": "ID lead, Numero lead, Codice lead, Numero richiesta, ID richiesta",
        "received_at": "Data richiesta, Data di ricezione, Data contatto, Ricevuto il, "
        "Data del contatto, Data lead, Data arrivo, Data di arrivo "
        "/ Data creazione, Data di creazione, Data inserimento, Data di inserimento, Creato il "
        "/ Informazioni cronologiche / ~Data",
        "source": "Fonte, Provenienza, Origine, Fonte lead, Fonte del contatto, Origine lead, "
        "Fonte contatto, Canale di provenienza, Come ci ha conosciuto, Provenienza lead / ~Canale",
        "name": "Referente, Persona di contatto, Nome contatto, Nome referente, Nome del contatto "
        "/ Nome completo, Nome e cognome, Nome cognome, Cognome e nome, Nominativo "
        "/ Nome cliente, Nome del cliente, Nome paziente / Nome / Cliente, Paziente / ~Contatto",
        "last_name": "Cognome",
        "company": "Azienda, Nome azienda, Società, Ditta, Impresa, Ragione sociale",
        "phone": "Telefono, Numero di telefono, Telefono cliente, N telefono, Recapito telefonico "
        "/ Cellulare, Telefono cellulare, Numero cellulare, Numero di cellulare",
        "email": "Indirizzo email, Posta elettronica, Indirizzo e-mail, Indirizzo mail, "
        "Email cliente",
        "city": "Città, Comune / ~Località",
        "branch": "Filiale, Sede",
        "priority": "Priorità, Urgenza, Temperatura",
        "segment": "Segmento, Tipo cliente, Tipologia cliente, Tipo di cliente",
        "need": "Esigenza, Richiesta, Interesse, Interessato a, Esigenze, Servizio richiesto, "
        "Prodotto richiesto, Prodotto di interesse, Servizio di interesse, Corso di interesse "
        "/ Prodotto, Servizio, Corso, Prodotto Servizio, Tipo di servizio / Progetto, "
        "Tipo di progetto, Tipologia immobile, Tipo di evento, Trattamento",
        "quantity": "Quantità, Numero persone, Numero di persone, N persone, Numero ospiti, "
        "Numero invitati",
        "needed_by": "Data evento, Data desiderata, Scadenza desiderata, Data dell'evento, "
        "Data matrimonio, Entro quando",
        "budget": "Budget cliente, Budget previsto, Budget stimato",
        "decision_maker": "Decisore",
        "status": "Stato lead, Stato trattativa, Stato del lead, Stato contatto, "
        "Stato della trattativa, Stato richiesta, Stato opportunità / Fase, Fase trattativa, "
        "Fase di vendita / ~Stato",
        "owner": "Responsabile, Assegnato a, Venditore, Agente, Commerciale, Incaricato, Gestore, "
        "Consulente, Commerciale assegnato, Seguito da, Gestito da, Operatore",
        "first_response_at": "Prima risposta, Data prima risposta",
        "last_contact_at": "Ultimo contatto, Data ultimo contatto, Data dell'ultimo contatto "
        "/ Ultima chiamata, Data ultima chiamata / Ultimo follow-up / Ultima attività",
        "follow_ups": "Tentativi, Numero tentativi, Numero follow-up, Numero di tentativi",
        "next_action": "Prossima azione, Prossimo passo, Azione successiva, Prossimi passi, "
        "Azione da fare, Prossima attività, Prossimo step",
        "next_action_date": "Prossimo contatto, Data prossimo contatto, Data follow-up, "
        "Da ricontattare il, Prossimo follow-up, Richiamare il, Data richiamo, Prossimo richiamo, "
        "Data prossima azione, Ricontattare il, Prossima chiamata, Data di follow-up, "
        "Data ricontatto, Data prossimo follow-up",
        "quote_value": "Valore preventivo, Importo preventivo, Valore stimato, Valore offerta, "
        "Importo offerta, Preventivo¤, Valore trattativa, Valore opportunità, Importo stimato, "
        "Valore potenziale, Valore del preventivo / ~Valore",
        "order_value": "Valore ordine, Importo ordine, Valore contratto, Importo finale, "
        "Valore vendita, Importo contratto, Valore finale",
        "margin": "Margine, Utile, Guadagno",
        "collected": "Incassato, Acconto, Importo incassato, Acconto versato, Importo pagato",
        "collected_on": "Data incasso, Data pagamento, Data di pagamento",
        "lost_reason": "Motivo perdita, Motivo della perdita, Motivo rifiuto, Causa perdita, "
        "Motivo del rifiuto, Motivazione perdita, Motivo perso",
        "notes": "Note, Appunti / Commenti, Osservazioni, Commento / Note aggiuntive",
    },
    "nl": {
        "lead_id": "Leadnummer, Aanvraagnummer, Lead nr, Aanvraag nr / ~Nummer",
        "received_at": "Aanvraagdatum, Datum aanvraag, Ontvangen op, Datum ontvangen, "
        "Binnengekomen op, Datum binnenkomst, Datum lead "
        "/ Aangemaakt op, Aanmaakdatum, Toegevoegd op, Datum toegevoegd, Aangemaakt / Tijdstempel "
        "/ ~Datum",
        "source": "Bron, Herkomst, Leadbron, Kanaal, Bron lead, Hoe gevonden, ~Via",
        "name": "Contactpersoon, Naam contactpersoon / Volledige naam, Voor- en achternaam "
        "/ Klantnaam, Naam klant / Naam / Klant / ~Contact",
        "first_name": "Voornaam",
        "last_name": "Achternaam",
        "company": "Bedrijf, Bedrijfsnaam, Organisatie, Onderneming, Naam bedrijf, Firma, "
        "Firmanaam",
        "phone": "Telefoon, Telefoonnummer, Tel nr, Telefoon nr / Mobiel, Mobiel nummer, GSM, "
        "Mobiele nummer, 06-nummer, Gsm-nummer",
        "email": "E-mailadres, Mailadres",
        "city": "Stad, Plaats, Woonplaats, Gemeente",
        "branch": "Vestiging, Filiaal",
        "priority": "Prioriteit, Urgentie",
        "segment": "Klantsegment, Klanttype, Type klant",
        "need": "Behoefte, Interesse, Vraag, Interesse in, Aanvraag, Wens, Klantvraag "
        "/ Dienst, Product, Cursus, Type dienst / Soort project, Type project",
        "quantity": "Aantal, Hoeveelheid, Aantal personen, Aantal stuks, Aantal gasten",
        "needed_by": "Nodig voor, Gewenste datum, Gewenste leverdatum, Leverdatum gewenst, "
        "Datum evenement, Trouwdatum, Verhuisdatum",
        "budget": "Budget klant, Beschikbaar budget",
        "decision_maker": "Beslisser",
        "status": "Leadstatus, Status lead, Huidige status / Fase, Stadium, Pipeline fase",
        "owner": "Verantwoordelijke, Toegewezen aan, Verkoper, Accountmanager, Behandelaar, "
        "Eigenaar, Adviseur, Behandeld door, Contact bij ons, Eigenaar lead",
        "first_response_at": "Eerste reactie, Eerste antwoord, Datum eerste reactie",
        "last_contact_at": "Laatste contact, Laatst gecontacteerd, Datum laatste contact, "
        "Laatste contactmoment, Laatst gesproken, Laatste contact op / Laatst gebeld "
        "/ Laatste opvolging / Laatste activiteit",
        "follow_ups": "Aantal pogingen, Belpogingen, Aantal contactmomenten, Contactpogingen, "
        "Aantal opvolgingen",
        "next_action": "Volgende actie, Volgende stap, Actie nodig, Vervolgactie, Vervolgstap, "
        "Te ondernemen actie",
        "next_action_date": "Volgend contact, Opvolgdatum, Datum opvolging, Terugbellen op, "
        "Datum volgende actie, Volgend contactmoment, Opvolgen op, Terugbeldatum, "
        "Datum volgend contact, Vervolgdatum, Nabellen op",
        "quote_value": "Offertewaarde, Offertebedrag, Bedrag offerte, Waarde offerte, "
        "Geschatte waarde, Verwachte waarde, Offerte¤, Dealwaarde, Offerteprijs / ~Waarde",
        "order_value": "Orderwaarde, Orderbedrag, Opdrachtwaarde, Bedrag opdracht, Verkoopprijs",
        "margin": "Marge, Winst, Brutomarge",
        "collected": "Betaald bedrag, Aanbetaling, Ontvangen bedrag",
        "collected_on": "Betaaldatum, Betaald op, Datum betaling",
        "closed_on": "Gesloten op, Datum afgesloten, Afgesloten op",
        "lost_reason": "Reden verlies, Verliesreden, Reden afwijzing, Reden verloren, "
        "Reden van verlies, Reden afgewezen, Reden niet doorgegaan",
        "notes": "Notities, Notitie, Aantekeningen / Opmerkingen, Opmerking, Toelichting",
    },
    "id": {
        "lead_id": "ID Prospek, No Lead, Kode Lead",
        "received_at": "Tanggal masuk, Tgl masuk, Tanggal leads, Tanggal lead, Tanggal chat, "
        "Tgl lead, Tgl leads, Tanggal prospek, Tanggal inquiry, Tanggal kontak "
        "/ Tanggal dibuat, Dibuat pada, Tanggal input, Tgl input / ~Tanggal, ~Tgl",
        "source": "Sumber, Sumber lead, Sumber leads, Sumber info, Sumber informasi, "
        "Sumber data, Sumber prospek, Asal leads, Asal lead",
        "name": "Nama kontak / Nama lengkap / Nama pelanggan, Nama customer, Nama klien, "
        "Nama konsumen, Nama prospek, Nama client, Nama lead, Nama leads, Nama siswa, Nama calon, "
        "Nama pembeli, Nama tamu / Nama / Pelanggan, Konsumen, Klien",
        "first_name": "Nama depan",
        "last_name": "Nama belakang",
        "company": "Perusahaan, Nama perusahaan, Nama usaha, Nama PT, Instansi, Nama instansi",
        "phone": "No HP, Nomor HP, No Telp, No Telepon, Nomor Telepon, Telepon, Telp, "
        "No HP WA, Nomor kontak, No Handphone, No kontak, Nomor handphone, Handphone "
        "/ No WA, Nomor WA, No Whatsapp, Nomor Whatsapp / ~HP",
        "email": "Alamat email, Surel",
        "city": "Kota, Domisili, Kota domisili, Kota asal, Kota Kabupaten / ~Lokasi",
        "branch": "Cabang, Kantor cabang",
        "priority": "Prioritas",
        "segment": "Segmen, Jenis pelanggan, Tipe pelanggan, Jenis customer",
        "need": "Kebutuhan, Minat, Keperluan, Permintaan, Kebutuhan customer "
        "/ Produk, Layanan, Produk diminati, Produk yang diminati, Jasa, Jenis layanan, "
        "Jenis produk / Proyek, Tipe unit, Tipe rumah, Jenis properti, Program diminati",
        "quantity": "Jumlah, Kuantitas, Jumlah orang, Jumlah pax, Jumlah unit",
        "needed_by": "Tanggal acara, Tanggal dibutuhkan, Tanggal event, Tanggal kebutuhan",
        "budget": "Anggaran, Budget customer",
        "decision_maker": "Pengambil keputusan",
        "status": "Status lead, Status leads, Status prospek, Status customer / Tahap, Tahapan",
        "owner": "Penanggung jawab, Nama sales, Sales PIC, PIC Sales, Ditangani oleh, "
        "Marketing PIC, Nama marketing, Sales in charge / ~Sales, ~Marketing",
        "first_response_at": "Respon pertama, Tanggal respon pertama",
        "last_contact_at": "Kontak terakhir, Terakhir dihubungi, Tanggal kontak terakhir "
        "/ Follow up terakhir, Tanggal follow up terakhir, Last FU, Tgl terakhir follow up",
        "follow_ups": "Jumlah follow up, Jumlah FU, Berapa kali follow up",
        "next_action": "Tindakan berikutnya, Langkah berikutnya, Langkah selanjutnya, "
        "Tindakan selanjutnya, Tindak lanjut berikutnya, Rencana tindak lanjut",
        "next_action_date": "Tanggal follow up, Follow up berikutnya, Tgl follow up, "
        "Tanggal FU, Follow up selanjutnya, Tanggal follow up berikutnya, Tgl FU, "
        "Jadwal follow up, Kontak berikutnya, Tanggal follow up selanjutnya",
        "quote_value": "Nilai penawaran, Harga penawaran, Estimasi nilai, Nilai estimasi, "
        "Nilai deal, Nilai prospek, Potensi nilai, Estimasi omset",
        "order_value": "Nilai order, Nilai penjualan, Harga jual, Nilai kontrak, Harga deal, "
        "Nilai closing",
        "margin": "Keuntungan, Laba",
        "collected": "Uang muka, ~DP, Pembayaran diterima, Jumlah dibayar",
        "collected_on": "Tanggal bayar, Tanggal pembayaran, Tgl bayar",
        "lost_reason": "Alasan gagal, Alasan batal, Alasan tidak jadi, Alasan tidak closing, "
        "Alasan lost, Alasan kalah",
        "notes": "Catatan / Keterangan, ~Ket / Komentar",
    },
    "tr": {
        "lead_id": "Talep no, Müşteri adayı no, Başvuru no, Talep numarası",
        "received_at": "Talep tarihi, Başvuru tarihi, Geliş tarihi, İlk başvuru tarihi "
        "/ Kayıt tarihi, Oluşturma tarihi, Eklenme tarihi, Oluşturulma tarihi "
        "/ Zaman damgası / Tarih",
        "source": "Kaynak, Lead kaynağı, Geliş kaynağı, Nereden duydu, Kanal, Müşteri kaynağı, "
        "Nereden geldi",
        "name": "İlgili kişi, Yetkili kişi, İrtibat kişisi, Yetkili / Ad soyad, Adı soyadı, "
        "İsim soyisim, İsim soyad, Ad ve soyad / Müşteri adı, Müşteri adı soyadı, Müşteri ismi, "
        "Danışan, Hasta adı, Öğrenci adı / İsim / Müşteri",
        "first_name": "Adı, ~Ad",
        "last_name": "Soyad, Soyadı, Soyisim",
        "company": "Firma, Şirket, Firma adı, Şirket adı, Kurum",
        "phone": "Telefon, Telefon numarası, Telefon no, Tel no, Cep telefonu, Cep, GSM, "
        "İletişim numarası, Telefon numaraları",
        "email": "E-posta, E-posta adresi, Eposta, Mail adresi",
        "city": "Şehir, İl ilçe, ~İl",
        "branch": "Şube",
        "priority": "Öncelik, Aciliyet",
        "segment": "Müşteri tipi, Müşteri türü, Müşteri segmenti",
        "need": "İhtiyaç, Talep, İlgilendiği ürün, Talep edilen hizmet, İlgilendiği hizmet, "
        "Talep edilen ürün, İlgi alanı / Ürün, Hizmet, Ürün hizmet, Kurs / Proje, Konut tipi, "
        "Tedavi",
        "quantity": "Miktar, Adet, Kişi sayısı",
        "needed_by": "İhtiyaç tarihi, Etkinlik tarihi, Düğün tarihi, Teslim tarihi istenen",
        "budget": "Bütçe, Bütçesi, Müşteri bütçesi",
        "decision_maker": "Karar verici",
        "status": "Durum, Durumu, Talep durumu, Müşteri durumu, Lead durumu / Aşama, Satış aşaması",
        "owner": "Sorumlu, Temsilci, Satış temsilcisi, Danışman, Atanan, Atanan kişi, "
        "Müşteri temsilcisi, Satış danışmanı, Sorumlu kişi, Satışçı, Sorumlu personel, "
        "Atanan temsilci",
        "first_response_at": "İlk yanıt, İlk cevap, İlk yanıt tarihi",
        "last_contact_at": "Son görüşme, Son görüşme tarihi, Son iletişim, Son temas, "
        "Son iletişim tarihi, Son arama, Son arama tarihi",
        "follow_ups": "Arama sayısı, Takip sayısı, Görüşme sayısı",
        "next_action": "Sonraki adım, Sonraki işlem, Sonraki aksiyon, Yapılacak",
        "next_action_date": "Takip tarihi, Sonraki görüşme, Sonraki arama, Hatırlatma tarihi, "
        "Sonraki arama tarihi, Sonraki görüşme tarihi, Sonraki takip, Geri arama tarihi, "
        "Sonraki takip tarihi, Sonraki iletişim",
        "quote_value": "Teklif tutarı, Teklif bedeli, Tahmini tutar, Teklif fiyatı, Teklif¤, "
        "Verilen teklif¤, Verilen fiyat",
        "order_value": "Sipariş tutarı, Satış tutarı, Satış bedeli, Satış fiyatı",
        "margin": "~Kar",
        "collected": "Tahsilat, Kapora, Alınan ödeme, Tahsil edilen",
        "collected_on": "Ödeme tarihi, Tahsilat tarihi",
        "lost_reason": "Kayıp nedeni, Red nedeni, Olumsuzluk nedeni, Kaybetme nedeni, "
        "Ret nedeni, İptal nedeni",
        "notes": "Notlar, ~Not / Açıklama, Açıklamalar / Yorum, Yorumlar",
    },
    "vi": {
        "lead_id": "Mã lead, Mã khách hàng tiềm năng, Mã yêu cầu",
        "received_at": "Ngày nhận, Ngày tiếp nhận, Ngày liên hệ đầu, Ngày đăng ký, Ngày nhận lead, "
        "Ngày yêu cầu / Ngày tạo, Thời gian tạo, Ngày nhập, Ngày thêm / Dấu thời gian / ~Ngày",
        "source": "Nguồn, Nguồn khách, Nguồn khách hàng, Nguồn lead, Kênh, Nguồn đến",
        "name": "Người liên hệ, Tên người liên hệ / Họ tên, Họ và tên, Tên đầy đủ "
        "/ Tên khách hàng, Tên khách, Họ tên khách hàng, Họ và tên khách hàng, Tên học viên, "
        "Tên KH / Tên / Khách hàng",
        "company": "Công ty, Tên công ty, Doanh nghiệp, Tên doanh nghiệp",
        "phone": "Số điện thoại, SĐT, Điện thoại, Di động, Số ĐT, Số di động, Sđt khách, "
        "SĐT khách hàng / Số Zalo, Zalo",
        "email": "Thư điện tử, Địa chỉ email",
        "city": "Thành phố, Tỉnh thành, Tỉnh thành phố",
        "branch": "Chi nhánh, Cơ sở",
        "priority": "Ưu tiên, Mức độ ưu tiên, Độ ưu tiên, Mức độ quan tâm",
        "segment": "Phân khúc, Loại khách hàng, Nhóm khách hàng",
        "need": "Nhu cầu, Yêu cầu, Nhu cầu khách hàng / Sản phẩm, Dịch vụ, Khóa học, "
        "Sản phẩm quan tâm, Dịch vụ quan tâm, Sản phẩm dịch vụ / Dự án, Dự án quan tâm",
        "quantity": "Số lượng, Số người, Số khách",
        "budget": "Ngân sách, Tài chính dự kiến",
        "status": "Trạng thái, Tình trạng, Trạng thái khách hàng, Tình trạng khách hàng, "
        "Trạng thái lead / Giai đoạn",
        "owner": "Người phụ trách, Nhân viên, Phụ trách, Nhân viên phụ trách, Nhân viên sale, "
        "Người chăm sóc, Nhân viên tư vấn, Nhân viên kinh doanh, Tư vấn viên, NV phụ trách "
        "/ ~Sale, ~Sales",
        "first_response_at": "Phản hồi đầu tiên, Ngày phản hồi đầu tiên",
        "last_contact_at": "Liên hệ cuối, Lần liên hệ cuối, Ngày liên hệ cuối, "
        "Ngày liên hệ gần nhất, Liên hệ gần nhất, Lần liên hệ gần nhất",
        "follow_ups": "Số lần liên hệ, Số lần gọi, Số lần chăm sóc",
        "next_action": "Bước tiếp theo, Hành động tiếp theo, Việc cần làm",
        "next_action_date": "Ngày liên hệ tiếp theo, Ngày hẹn gọi lại, Ngày gọi lại, "
        "Ngày theo dõi, Lịch hẹn gọi lại, Lần liên hệ tiếp theo, Liên hệ tiếp theo, "
        "Ngày chăm sóc tiếp theo, Ngày follow up",
        "quote_value": "Giá trị báo giá, Báo giá¤, Giá trị dự kiến, Giá trị cơ hội, Giá báo",
        "order_value": "Giá trị đơn hàng, Doanh số, Giá trị hợp đồng",
        "margin": "Lợi nhuận",
        "collected": "Đã thanh toán, Đặt cọc, Tiền cọc, Số tiền đã thu",
        "collected_on": "Ngày thanh toán",
        "lost_reason": "Lý do thất bại, Lý do mất, Lý do từ chối, Lý do không mua, "
        "Lý do không chốt",
        "notes": "Ghi chú, Ghi chú thêm / Bình luận, Nhận xét",
    },
    "ru": {
        "lead_id": "Номер заявки, ID заявки, № заявки, Номер лида, ID лида",
        "received_at": "Дата заявки, Дата обращения, Дата поступления, Дата лида, "
        "Дата получения, Дата и время заявки, Дата запроса / Дата создания, Создано, "
        "Дата добавления, Создан, Время создания / Отметка времени / Дата, Дата и время",
        "source": "Источник, Источник лида, Канал, Источник заявки, Источник трафика, "
        "Откуда узнали, Откуда, Откуда пришел, Источник клиента, Рекламный источник",
        "name": "Контактное лицо, Имя контакта / ФИО, Полное имя, Имя и фамилия, ФИО клиента "
        "/ Имя клиента, Имя пациента, Имя ученика / Имя / Клиент, Пациент, Ученик / ~Контакт",
        "last_name": "Фамилия",
        "company": "Компания, Организация, Название компании, Фирма, Наименование организации, "
        "Название организации, Наименование компании",
        "phone": "Телефон, Номер телефона, Тел, Контактный телефон, Телефон клиента, Моб, "
        "Мобильный, Мобильный телефон, Номер тел / WhatsApp Телефон",
        "email": "Почта, Электронная почта, Эл почта, Имейл, Емейл",
        "city": "Город, Населенный пункт",
        "branch": "Филиал, Отделение",
        "priority": "Приоритет, Срочность, Температура, Важность",
        "segment": "Сегмент, Тип клиента, Категория клиента",
        "need": "Потребность, Запрос, Интерес, Что интересует, Что нужно, Суть запроса, "
        "Интересует / Услуга, Товар, Продукт, Курс, Услуги, Интересующий товар "
        "/ Проект, Тип проекта, Объект интереса",
        "quantity": "Количество, Кол-во, Количество человек, Объем, Кол-во человек",
        "needed_by": "Срок, Нужно к, Дата мероприятия, Дата события, Желаемая дата, "
        "Срок исполнения",
        "budget": "Бюджет, Бюджет клиента",
        "decision_maker": "ЛПР, Лицо принимающее решение",
        "status": "Статус, Статус заявки, Статус лида, Статус сделки, Состояние, Статус клиента, "
        "Текущий статус / Этап, Стадия, Этап сделки, Этап воронки, Стадия сделки",
        "owner": "Ответственный, Менеджер, Оператор, Менеджер по продажам, Кто ведет, "
        "Ответственный менеджер, Исполнитель, Администратор, ФИО менеджера, Ответственное лицо",
        "first_response_at": "Первый ответ, Дата первого ответа",
        "last_contact_at": "Последний контакт, Дата последнего контакта, Последняя связь "
        "/ Последний звонок, Дата последнего звонка / Последняя активность, "
        "Последнее касание",
        "follow_ups": "Количество касаний, Количество звонков, Кол-во звонков, "
        "Кол-во касаний, Попыток, Количество попыток",
        "next_action": "Следующий шаг, Следующее действие, Что сделать, Действие, "
        "Дальнейшие действия",
        "next_action_date": "Дата следующего контакта, Следующий контакт, Дата следующего звонка, "
        "Перезвонить, Следующий звонок, Дата след контакта, Дата следующего шага, "
        "Дата следующего действия, Дата перезвона, Когда перезвонить, Дата напоминания",
        "quote_value": "Сумма КП, Сумма предложения, Ожидаемая сумма, Предварительная сумма, "
        "Потенциальная сумма, Сумма сделки",
        "order_value": "Сумма заказа, Сумма продажи, Сумма договора, Итоговая сумма, "
        "Сумма контракта",
        "margin": "Маржа, Прибыль",
        "collected": "Оплачено, Предоплата, Аванс, Сумма оплаты, Получено оплаты",
        "collected_on": "Дата оплаты",
        "closed_on": "Дата закрытия",
        "lost_reason": "Причина отказа, Причина потери, Причина проигрыша",
        "notes": "Примечание, Примечания, Заметки / Комментарий, Комментарии",
    },
    "ar": {
        "lead_id": "رقم الطلب, رقم العميل المحتمل",
        "received_at": "تاريخ الطلب, تاريخ الاستفسار, تاريخ التواصل, تاريخ الاستلام "
        "/ تاريخ الإنشاء, تاريخ الإضافة, تاريخ التسجيل / التاريخ, تاريخ",
        "source": "المصدر, مصدر العميل, مصدر, مصدر الطلب, القناة",
        "name": "الاسم الكامل, الاسم بالكامل / اسم العميل, اسم الزبون, اسم المريض, اسم الطالب "
        "/ الاسم, اسم / العميل, الزبون",
        "company": "الشركة, اسم الشركة, المؤسسة",
        "phone": "رقم الهاتف, الهاتف, رقم التليفون, التليفون, هاتف, تليفون, رقم التواصل "
        "/ رقم الجوال, الجوال, موبايل, رقم الموبايل, الموبايل, جوال / رقم الواتساب",
        "email": "البريد الإلكتروني, الإيميل, ايميل, البريد, بريد إلكتروني",
        "city": "المدينة, مدينة",
        "branch": "الفرع, فرع",
        "priority": "الأولوية, الأهمية",
        "segment": "نوع العميل, فئة العميل",
        "need": "الاحتياج, الطلب, الاهتمام, المطلوب / المنتج, الخدمة, الخدمة المطلوبة, "
        "المنتج المطلوب, الدورة / المشروع, نوع العقار",
        "quantity": "الكمية, عدد الأشخاص, العدد",
        "budget": "الميزانية",
        "status": "الحالة, حالة العميل, حالة الطلب, حالة / المرحلة",
        "owner": "المسؤول, الموظف, المندوب, موظف المبيعات, مندوب المبيعات, الموظف المسؤول",
        "last_contact_at": "آخر تواصل, آخر اتصال, تاريخ آخر تواصل, تاريخ آخر اتصال",
        "next_action": "الخطوة التالية, الإجراء التالي, الخطوة القادمة",
        "next_action_date": "تاريخ المتابعة, موعد المتابعة, المتابعة القادمة, "
        "تاريخ المتابعة القادمة, موعد الاتصال القادم",
        "quote_value": "قيمة العرض, قيمة عرض السعر",
        "order_value": "قيمة الطلب, قيمة البيع, قيمة العقد",
        "margin": "الربح, هامش الربح",
        "collected": "المدفوع, العربون, المبلغ المدفوع",
        "lost_reason": "سبب الخسارة, سبب الرفض, سبب الإلغاء",
        "notes": "ملاحظات, الملاحظات, ملاحظة / تعليقات, التعليقات",
    },
    "hi": {
        "received_at": "तारीख, दिनांक, tarikh, dinank",
        "source": "स्रोत, srot",
        "name": "नाम, ग्राहक का नाम, naam, grahak ka naam, customer ka naam, ग्राहक नाम, "
        "पूरा नाम, pura naam / ग्राहक, grahak",
        "company": "कंपनी, कंपनी का नाम",
        "phone": "फोन, फ़ोन, फोन नंबर, मोबाइल नंबर, मोबाइल, phone number hindi, मोबाइल न, "
        "संपर्क नंबर, mobile nambar",
        "email": "ईमेल, ई-मेल",
        "city": "शहर, shahar, sheher, shehar",
        "need": "ज़रूरत, जरूरत, आवश्यकता, zarurat, jarurat / उत्पाद, सेवा",
        "quantity": "मात्रा, matra",
        "budget": "बजट",
        "status": "स्थिति, sthiti",
        "next_action_date": "अगली तारीख, अगला फॉलोअप, agla follow up, agli tarikh",
        "notes": "टिप्पणी, टिप्पणियाँ, tippani / नोट्स",
    },
    "pl": {
        "lead_id": "Numer zapytania, Nr zapytania",
        "received_at": "Data zapytania, Data zgłoszenia, Data kontaktu / Data utworzenia, "
        "Data dodania, Utworzono / ~Data",
        "source": "Źródło, Źródło leada, Skąd klient, Kanał",
        "name": "Osoba kontaktowa / Imię i nazwisko, Nazwisko i imię / Imię klienta, "
        "Nazwa klienta / Klient",
        "first_name": "Imię",
        "last_name": "Nazwisko",
        "company": "Firma, Nazwa firmy, Przedsiębiorstwo",
        "phone": "Telefon, Numer telefonu, Nr telefonu, Nr tel / Komórka, Telefon komórkowy",
        "email": "Adres e-mail, Adres email",
        "city": "Miasto, Miejscowość",
        "branch": "Oddział, Filia",
        "priority": "Priorytet, Pilność",
        "segment": "Typ klienta, Segment klienta",
        "need": "Potrzeba, Zapotrzebowanie, Zainteresowanie, Potrzeby / Produkt, Usługa, Kurs",
        "quantity": "Ilość, Liczba osób, Liczba sztuk",
        "budget": "Budżet",
        "status": "Status leada, Status klienta / Etap, Faza",
        "owner": "Opiekun, Handlowiec, Odpowiedzialny, Przypisany do, Osoba odpowiedzialna, "
        "Opiekun klienta",
        "last_contact_at": "Ostatni kontakt, Data ostatniego kontaktu",
        "next_action": "Następny krok, Następne działanie, Kolejny krok",
        "next_action_date": "Następny kontakt, Data następnego kontaktu, Kolejny kontakt, "
        "Data kolejnego kontaktu, Data następnego działania",
        "quote_value": "Wartość oferty, Kwota oferty, Szacowana wartość, Wartość szansy / ~Wartość",
        "order_value": "Wartość zamówienia, Wartość sprzedaży, Kwota sprzedaży",
        "margin": "Marża, Zysk",
        "collected": "Zaliczka, Zapłacono, Wpłata",
        "lost_reason": "Powód utraty, Powód odrzucenia, Przyczyna przegranej, Powód przegranej",
        "notes": "Notatki, Notatka / Uwagi / Komentarz, Komentarze",
    },
    "ja": {
        "received_at": "受付日, 問い合わせ日, お問い合わせ日, 受付日時, 問合せ日, 登録日, "
        "作成日 / 日付",
        "source": "流入元, 流入経路, 獲得経路, 媒体",
        "name": "担当者名, 氏名, お名前, 名前, 顧客名, お客様名",
        "company": "会社名, 企業名, 会社",
        "phone": "電話番号, 電話, 携帯電話, 携帯番号",
        "email": "メールアドレス, メール, Eメール",
        "city": "市区町村",
        "priority": "優先度",
        "need": "問い合わせ内容, お問い合わせ内容, ご要望, ニーズ, 商品, サービス",
        "quantity": "数量, 人数",
        "budget": "予算",
        "status": "ステータス, 状況, 進捗, 状態 / フェーズ",
        "owner": "営業担当, 担当, 担当者, 営業担当者",
        "last_contact_at": "最終連絡日, 最終接触日, 最終コンタクト日",
        "next_action": "次回アクション, ネクストアクション, 次のアクション",
        "next_action_date": "次回連絡日, 次回アクション日, 次回対応日",
        "quote_value": "見積金額, 見積額",
        "order_value": "受注金額, 受注額, 成約金額",
        "lost_reason": "失注理由",
        "notes": "備考, メモ, コメント",
    },
    "zh": {
        "received_at": "询盘日期, 询价日期, 创建时间, 创建日期, 咨询日期, 录入日期 / 日期",
        "source": "来源, 客户来源, 渠道, 线索来源, 來源",
        "name": "联系人, 联系人姓名, 姓名, 客户姓名, 聯絡人 / 客户, 客户名称",
        "company": "公司, 公司名称, 公司名稱, 企业名称",
        "phone": "电话, 手机, 手机号, 联系电话, 电话号码, 手机号码, 電話, 联系方式",
        "email": "邮箱, 电子邮件, 电子邮箱, 邮件",
        "city": "城市, 所在城市",
        "priority": "优先级, 紧急程度",
        "need": "需求, 客户需求, 意向产品, 产品, 询盘内容",
        "quantity": "数量, 人数",
        "budget": "预算",
        "status": "状态, 跟进状态, 客户状态, 線索状态, 线索状态, 狀態 / 阶段",
        "owner": "负责人, 业务员, 跟进人, 销售, 负责人姓名, 负责业务员",
        "last_contact_at": "最后联系时间, 最后跟进时间, 上次联系时间, 最近跟进时间",
        "next_action": "下一步, 下一步行动, 下一步计划",
        "next_action_date": "下次跟进时间, 下次联系时间, 下次跟进日期, 下次联系日期",
        "quote_value": "报价, 报价金额",
        "order_value": "成交金额, 订单金额",
        "lost_reason": "失败原因, 丢单原因",
        "notes": "备注, 備註",
    },
}

DATED: Mapping[str, tuple[str, ...]] = {
    "de": ("{} am", "{} bis", "{} zum", "{} Datum", "Datum {}", "Termin {}"),
    "fr": ("Date {}", "{} date", "{} pour le"),
    "es": ("Fecha {}", "{} fecha"),
    "pt": ("Data {}", "{} data", "{} em"),
    "it": ("Data {}", "{} data", "{} il", "{} entro"),
    "nl": ("Datum {}", "{} datum", "{} op"),
}
"""What makes the date of a next action out of any spelling of the next action itself. Small words
(*de la*, *der*) need no line: they are left out of every header."""
